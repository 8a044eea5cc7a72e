import { Button, Popover, Select, Stack } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { type Gap, type GapName, useGaps } from "../../api/evidence";
import type { Id } from "../../api/types";
import { useT } from "../../i18n";

interface Props {
  gap: Gap;
  /** Gaps that may ask for the same, likest first. */
  near: GapName[];
  label: string;
  /** A button that opens this. */
  target: (open: () => void) => ReactNode;
  /** What else can be chosen. */
  alone?: string;
  onChoose: (into: Id | null) => void;
}

/** Choose another gap in the same language; the likest come first. */
export function GapChoice({ gap, near, label, target, alone, onChoose }: Props) {
  const t = useT();
  const [opened, setOpened] = useState(false);
  const { data } = useGaps(gap.state === "dismissed" ? "dismissed" : "open", "count");
  const known = new Set([gap.id, ...near.map((one) => one.id)]);
  const others = (data?.items ?? []).filter((one) => !known.has(one.id) && one.language === gap.language);
  const options = (gaps: GapName[]) => gaps.map((one) => ({ value: one.id, label: `${one.title || t("gaps.erased")} (${one.count})` }));
  const choose = (into: Id | null) => {
    setOpened(false);
    onChoose(into);
  };
  return (
    <Popover opened={opened} onChange={setOpened} width={320} position="bottom-start" shadow="md" trapFocus withinPortal>
      <Popover.Target>{target(() => setOpened((old) => !old))}</Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          {alone && (
            <Button size="xs" variant="default" onClick={() => choose(null)} data-testid="gap-alone">
              {alone}
            </Button>
          )}
          <Select
            size="xs"
            label={label}
            placeholder={t("gaps.choose")}
            searchable
            comboboxProps={{ withinPortal: false }}
            nothingFoundMessage={t("app.nothingFound")}
            value={null}
            onChange={(value) => value && choose(value)}
            data={[
              { group: t("gaps.near"), items: options(near) },
              { group: t("gaps.others"), items: options(others) },
            ].filter((one) => one.items.length > 0)}
            data-testid="gap-choice"
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
