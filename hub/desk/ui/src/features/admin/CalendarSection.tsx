import type { Calendar } from "../../api/types";
import { useT } from "../../i18n";
import { CalendarForm } from "./CalendarForm";
import { without } from "./parts";
import { RecordSection } from "./RecordSection";

export type CalendarDraft = Omit<Calendar, "id">;

const office = [{ start: "09:00", end: "17:00" }];

export const days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

interface Stretch {
  first: number;
  last: number;
  text: string;
}

/** Days in a row with the same hours, as one; closed days stay out. */
function stretches(calendar: Calendar): Stretch[] {
  const found: Stretch[] = [];
  calendar.week.forEach((periods, place) => {
    const text = periods.map((each) => `${each.start}–${each.end}`).join(", ");
    const before = found.at(-1);
    if (!text) return;
    if (before && before.last === place - 1 && before.text === text) before.last = place;
    else found.push({ first: place, last: place, text });
  });
  return found;
}

export function CalendarSection() {
  const t = useT();
  const dayName = (place: number) => t(`day.${days[place] ?? "mon"}`);
  const summary = (calendar: Calendar) =>
    stretches(calendar)
      .map(({ first, last, text }) => {
        const name = first === last ? dayName(first) : t("hours.range", { from: dayName(first), to: dayName(last) });
        return `${name} ${text}`;
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
