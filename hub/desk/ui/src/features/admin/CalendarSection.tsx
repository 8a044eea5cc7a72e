import type { Calendar } from "../../api/types";
import { useT } from "../../i18n";
import { CalendarForm } from "./CalendarForm";
import { without } from "./parts";
import { RecordSection } from "./RecordSection";

export type CalendarDraft = Omit<Calendar, "id">;

const office = [{ start: "09:00", end: "17:00" }];

export const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

export function CalendarSection() {
  const t = useT();
  const summary = (calendar: Calendar) =>
    days
      .flatMap((day, place) => {
        const periods = calendar.week[place] ?? [];
        return periods.length > 0 ? [`${t(`day.${day}`)} ${periods.map((each) => `${each.start}–${each.end}`).join(", ")}`] : [];
      })
      .join("; ");
  return (
    <RecordSection<"calendars", CalendarDraft>
      kind="calendars"
      path="hours"
      title={t("admin.hours")}
      hint={t("hours.hint")}
      name={(calendar) => calendar.name}
      columns={[
        { name: t("hours.zone"), cell: (calendar) => calendar.timezone },
        { name: t("hours.week"), cell: summary },
        { name: t("hours.holidays"), cell: (calendar) => calendar.holidays.length },
      ]}
      blank={() => ({
        name: "",
        timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        week: days.map((_, place) => (place < 5 ? office : [])),
        holidays: [],
        rev: 0,
      })}
      draftOf={(calendar) => without(calendar, "id")}
      form={CalendarForm}
    />
  );
}
