import { NativeSelect } from "@mantine/core";
import { useT } from "../../i18n";

const periods = [7, 30, 90, 365];

/** The last so many days, or 0 for always. */
export function PeriodField({ days, onChange }: { days: number; onChange: (days: number) => void }) {
  const t = useT();
  return (
    <NativeSelect
      size="xs"
      aria-label={t("use.period")}
      value={String(days)}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
      data={[
        ...periods.map((value) => ({ value: String(value), label: t("use.days", { days: value }) })),
        { value: "0", label: t("use.always") },
      ]}
      data-testid="use-period"
    />
  );
}
