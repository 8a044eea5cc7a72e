import { Group, Text } from "@mantine/core";
import type { BotFigures } from "../../api/bots";
import { useI18n } from "../../i18n";
import { dayName } from "../../lib/time";
import classes from "./Bots.module.css";

const DAY = 86_400_000;
const HEIGHT = 120;
const parts = ["contained", "given_up", "handed_off"] as const;

interface Props {
  since: string;
  until: string;
  days: Record<string, BotFigures>;
}

/** A column for each day, of what was settled, given up and handed over. What it shows is also said in words. */
export function DayChart({ since, until, days }: Props) {
  const { t, language } = useI18n();
  const all: string[] = [];
  for (let at = Date.parse(since); at <= Date.parse(until); at += DAY) all.push(new Date(at).toISOString().slice(0, 10));
  const sum = (day: string) => parts.reduce((total, part) => total + (days[day]?.[part] ?? 0), 0);
  const most = Math.max(1, ...all.map(sum));
  const labels = { contained: t("bots.contained"), given_up: t("bots.givenUp"), handed_off: t("bots.handedOff") };
  const said = (day: string) => `${dayName(`${day}T12:00:00Z`, language)}: ${parts.map((part) => `${labels[part]} ${days[day]?.[part] ?? 0}`).join(", ")}`;
  return (
    <figure className={classes.chart}>
      <svg viewBox={`0 0 ${all.length * 10} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={all.filter(sum).map(said).join("; ")}>
        {all.map((day, place) => {
          let y = HEIGHT;
          return (
            <g key={day}>
              <title>{said(day)}</title>
              <rect x={place * 10} y={0} width={10} height={HEIGHT} fill="transparent" />
              {parts.map((part) => {
                const height = ((days[day]?.[part] ?? 0) / most) * HEIGHT;
                y -= height;
                return <rect key={part} x={place * 10 + 1} y={y} width={8} height={height} className={classes[part]} />;
              })}
            </g>
          );
        })}
      </svg>
      <Group justify="space-between" mt={4} className="number">
        <Text size="xs" c="dimmed">{since}</Text>
        <Text size="xs" c="dimmed">{t("bots.most", { count: most })}</Text>
        <Text size="xs" c="dimmed">{until}</Text>
      </Group>
      <figcaption>
        <Group gap="md">
          {parts.map((part) => (
            <Text key={part} size="xs">
              <span className={`${classes.sample} ${classes[part]}`} aria-hidden="true" /> {labels[part]}
            </Text>
          ))}
        </Group>
      </figcaption>
    </figure>
  );
}
