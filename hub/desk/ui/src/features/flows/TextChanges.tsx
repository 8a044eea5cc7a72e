import { Text, VisuallyHidden } from "@mantine/core";
import { diffLines } from "diff";
import { useMemo } from "react";
import { useT } from "../../i18n";
import classes from "./Flows.module.css";

const AROUND = 2;

/** What differs between two texts, line by line; of what is the same, the lines next to it. */
export function TextChanges({ before, after }: { before: string; after: string }) {
  const t = useT();
  const parts = useMemo(() => diffLines(before, after), [before, after]);
  if (before === after) return <Text size="sm">{t("flows.same")}</Text>;
  return (
    <pre className={classes.changes} tabIndex={0} aria-label={t("flows.changes")} data-testid="flow-changes">
      {parts.map((part, index) => {
        if (part.removed) return <del key={index}><VisuallyHidden>{t("compare.removed")} </VisuallyHidden>{part.value}</del>;
        if (part.added) return <ins key={index}><VisuallyHidden>{t("compare.added")} </VisuallyHidden>{part.value}</ins>;
        return <span key={index}>{near(part.value, index > 0, index < parts.length - 1)}</span>;
      })}
    </pre>
  );
}

function near(text: string, hasBefore: boolean, hasAfter: boolean): string {
  const lines = text.replace(/\n$/, "").split("\n");
  const [head, tail] = [hasBefore ? AROUND : 0, hasAfter ? AROUND : 0];
  if (lines.length <= head + tail + 1) return text;
  return [...lines.slice(0, head), "⋯", ...lines.slice(lines.length - tail)].join("\n") + "\n";
}
