import { Text } from "@mantine/core";
import { useT } from "../../i18n";
import classes from "./Bots.module.css";

/** Counts side by side; the number is beside each bar, so colour and length say nothing alone. */
export function Bars({ rows }: { rows: { name: string; count: number }[] }) {
  const t = useT();
  const most = Math.max(1, ...rows.map((row) => row.count));
  if (rows.length === 0) return <Text size="sm" c="dimmed">{t("bots.none")}</Text>;
  return (
    <ul className={classes.bars}>
      {rows.map((row) => (
        <li key={row.name}>
          <Text span size="sm">{row.name}</Text>
          <span className={classes.track} aria-hidden="true">
            <span className={classes.bar} style={{ width: `${(100 * row.count) / most}%` }} />
          </span>
          <Text span size="sm" fw={600} className="number">{row.count}</Text>
        </li>
      ))}
    </ul>
  );
}
