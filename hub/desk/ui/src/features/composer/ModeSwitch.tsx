import { Center, SegmentedControl } from "@mantine/core";
import { IconLock, IconMessage } from "@tabler/icons-react";
import { useT } from "../../i18n";
import type { Mode } from "./useDraft";

interface Props {
  mode: Mode;
  onChange: (mode: Mode) => void;
}

export function ModeSwitch({ mode, onChange }: Props) {
  const t = useT();
  const option = (value: Mode, Icon: typeof IconLock) => ({
    value,
    label: (
      <Center style={{ gap: 5 }} data-testid={`mode-${value}`}>
        <Icon size={14} aria-hidden="true" />
        {t(`composer.${value}`)}
      </Center>
    ),
  });
  return (
    <SegmentedControl
      size="xs"
      aria-label={t("composer.mode")}
      value={mode}
      onChange={(value) => onChange(value as Mode)}
      data={[option("reply", IconMessage), option("note", IconLock)]}
    />
  );
}
