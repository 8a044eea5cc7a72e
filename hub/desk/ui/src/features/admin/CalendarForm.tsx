import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconCopy, IconPlus, IconTrash } from "@tabler/icons-react";
import type { Holiday, Period } from "../../api/types";
import { useT } from "../../i18n";
import { now } from "../../lib/clock";
import classes from "./Admin.module.css";
import { type CalendarDraft, days } from "./CalendarSection";
import { Periods } from "./Periods";
import type { FormProps } from "./RecordSection";

const zones = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];

export function CalendarForm({ draft, set, fault }: FormProps<"calendars", CalendarDraft>) {
  const t = useT();
  const setDay = (place: number, periods: Period[]) => set({ week: draft.week.with(place, periods) });
  return (
    <>
      <TextInput label={t("admin.name")} required data-autofocus value={draft.name} error={fault("name")} onChange={(event) => set({ name: event.currentTarget.value })} />
      <Select label={t("hours.zone")} searchable limit={60} data={zones} allowDeselect={false} value={draft.timezone} error={fault("timezone")} onChange={(timezone) => timezone && set({ timezone })} />
      <div>
        <Text size="sm" fw={600}>
          {t("hours.week")}
        </Text>
        {days.map((day, place) => (
          <div key={day} className={classes.day}>
            <Text size="sm" pt={5}>
              {t(`day.${day}`)}
            </Text>
            <Periods label={t(`day.${day}`)} value={draft.week[place] ?? []} onChange={(periods) => setDay(place, periods)} />
            {place === 0 && (
              <ActionIcon
                aria-label={t("hours.copy")}
                title={t("hours.copy")}
                onClick={() => set({ week: draft.week.map((old, each) => (each < 5 ? (draft.week[0] ?? []) : old)) })}
              >
                <IconCopy size={16} />
              </ActionIcon>
            )}
          </div>
        ))}
        {fault("week") && (
          <Text size="xs" c="red">
            {fault("week")}
          </Text>
        )}
      </div>
      <Holidays value={draft.holidays} onChange={(holidays) => set({ holidays })} />
    </>
  );
}

function Holidays({ value, onChange }: { value: Holiday[]; onChange: (value: Holiday[]) => void }) {
  const t = useT();
  const change = (place: number, part: Partial<Holiday>) => {
    const old = value[place];
    if (old) onChange(value.with(place, { ...old, ...part }));
  };
  const today = new Date(now()).toISOString().slice(0, 10);
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {t("hours.holidays")}
      </Text>
      {value.map((holiday, place) => (
        <div key={place} className={classes.step}>
          <Group gap="xs" wrap="nowrap" mb="xs">
            <TextInput size="xs" type="date" aria-label={t("hours.date")} value={holiday.day} onChange={(event) => change(place, { day: event.currentTarget.value })} />
            <TextInput size="xs" className="grow" aria-label={t("hours.holidayName")} placeholder={t("hours.holidayName")} value={holiday.name} onChange={(event) => change(place, { name: event.currentTarget.value })} />
            <ActionIcon aria-label={t("app.remove")} onClick={() => onChange(value.filter((_, each) => each !== place))}>
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
          <Periods label={holiday.name || holiday.day} value={holiday.periods} onChange={(periods) => change(place, { periods })} />
        </div>
      ))}
      <Button variant="default" leftSection={<IconPlus size={14} />} w="fit-content" onClick={() => onChange([...value, { day: today, name: "", periods: [] }])}>
        {t("hours.addHoliday")}
      </Button>
    </Stack>
  );
}
