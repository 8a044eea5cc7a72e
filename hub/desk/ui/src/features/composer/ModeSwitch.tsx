import { Button, Group } from "@mantine/core";
import { IconLock, IconMessage } from "@tabler/icons-react";
import { useT } from "../../i18n";
import type { Mode } from "./useDraft";

const icons = { reply: IconMessage, note: IconLock };

/** Whether one writes to the customer or to colleagues. */
export function ModeSwitch({ mode, onChange }: { mode: Mode; onChange: (mode: Mode) => void }) {
  const t = useT();
  return (
    <Group gap={4} wrap="nowrap" role="group" aria-label={t("composer.mode")}>
      {(["reply", "note"] as const).map((value) => {
        const Icon = icons[value];
        return (
          <Button
            key={value}
            size="compact-sm"
            variant={mode === value ? "light" : "subtle"}
            color={value === "note" ? "yellow" : mode === value ? undefined : "gray"}
            aria-pressed={mode === value}
            leftSection={<Icon size={14} aria-hidden="true" />}
            onClick={() => onChange(value)}
            data-testid={`mode-${value}`}
          >
            {t(`composer.${value}`)}
          </Button>
        );
      })}
    </Group>
  );
}
