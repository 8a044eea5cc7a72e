import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { Period } from "../../api/types";
import { useT } from "../../i18n";

interface Props {
  /** Whose periods they are, for screen readers. */
  label: string;
  value: Period[];
  onChange: (value: Period[]) => void;
}

/** Opening times within a day; several are possible, none means closed. */
export function Periods({ label, value, onChange }: Props) {
  const t = useT();
  const change = (place: number, part: Partial<Period>) => {
    const old = value[place];
    if (old) onChange(value.with(place, { ...old, ...part }));
  };
  const last = value.at(-1);
  return (
    <Stack gap={4}>
      {value.length === 0 && (
        <Text size="sm" c="dimmed" pt={5}>
          {t("hours.closed")}
        </Text>
      )}
      {value.map((period, place) => (
        <Group key={place} gap={6} wrap="nowrap">
          <Time label={t("hours.from", { day: label })} value={period.start} onChange={(start) => change(place, { start })} />
          <span>–</span>
          <Time label={t("hours.to", { day: label })} value={period.end} onChange={(end) => change(place, { end })} />
          <ActionIcon aria-label={t("hours.removePeriod", { day: label })} onClick={() => onChange(value.filter((_, each) => each !== place))}>
            <IconTrash size={15} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="subtle"
        size="compact-xs"
        w="fit-content"
        leftSection={<IconPlus size={13} />}
        aria-label={t("hours.addPeriod", { day: label })}
        onClick={() => onChange([...value, last ? { start: last.end, end: "24:00" } : { start: "09:00", end: "17:00" }])}
      >
        {t("hours.add")}
      </Button>
    </Stack>
  );
}

/** A text field rather than a time field: the end of a day is 24:00, which browsers refuse. */
function Time({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <TextInput
      size="xs"
      w={66}
      aria-label={label}
      placeholder="09:00"
      inputMode="numeric"
      pattern="([01][0-9]|2[0-3]):[0-5][0-9]|24:00"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
