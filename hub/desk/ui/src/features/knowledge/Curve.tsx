import { Group, Text } from "@mantine/core";
import type { KnowledgeTest } from "../../api/types";
import { useT } from "../../i18n";
import classes from "./Curve.module.css";

const lines = ["precision", "coverage", "leak"] as const;
/** The picture's width and height: a threshold and a share of 1. */
const SIDE = 100;

/** What each threshold would mean, as lines; the table below says the same in figures. */
export function Curve({ curve }: { curve: NonNullable<KnowledgeTest["calibration"]> }) {
  const t = useT();
  const path = (name: (typeof lines)[number]) => curve.points.map((point) => `${point.threshold * SIDE},${(1 - point[name]) * SIDE}`).join(" ");
  const at = curve.answer_from * SIDE;
  return (
    <figure className={classes.curve} data-testid="curve">
      <svg viewBox={`0 0 ${SIDE} ${SIDE}`} preserveAspectRatio="none" aria-hidden="true">
        {lines.map((name) => (
          <polyline key={name} points={path(name)} className={classes[name]} />
        ))}
        <line x1={at} x2={at} y1={0} y2={SIDE} />
      </svg>
      <Group justify="space-between" mt={4} className="number">
        <Text size="xs" c="dimmed">0.00</Text>
        <Text size="xs" c="dimmed">{t("try.curve", { threshold: curve.answer_from.toFixed(2) })}</Text>
        <Text size="xs" c="dimmed">1.00</Text>
      </Group>
      <figcaption>
        <Group gap="md">
          {lines.map((name) => (
            <Text key={name} size="xs">
              <span className={`${classes.sample} ${classes[name]}`} aria-hidden="true" /> {t(`try.${name}`)}
            </Text>
          ))}
        </Group>
      </figcaption>
    </figure>
  );
}
