import { Stack, Text, Title, VisuallyHidden } from "@mantine/core";
import { diffWordsWithSpace } from "diff";
import { useMemo } from "react";
import type { Revision } from "../../api/types";
import { useT } from "../../i18n";
import classes from "./Knowledge.module.css";

// Chinese has no spaces between words; where the browser can, it finds them.
const segmenter = typeof Intl.Segmenter === "function" ? new Intl.Segmenter("zh", { granularity: "word" }) : undefined;

/** What was left out (before) and what came in (after), word by word. */
export function Compared({ before, after }: { before: Revision; after: Revision }) {
  const t = useT();
  const rows: [string, string, string][] = [
    [t("article.title"), before.title, after.title],
    [t("article.body"), before.body, after.body],
    [t("article.questions"), before.questions.join("\n"), after.questions.join("\n")],
    [t("article.category"), before.category, after.category],
    [t("article.audience"), t(`audience.${before.audience}`), t(`audience.${after.audience}`)],
    [t("article.texts"), texts(before), texts(after)],
  ];
  const differing = rows.filter(([, left, right]) => left !== right);
  if (differing.length === 0) return <Text size="sm">{t("compare.same")}</Text>;
  return (
    <Stack gap="md" data-testid="compared">
      {differing.map(([label, left, right]) => (
        <section key={label}>
          <Title order={2} size="h3" mb={4}>
            {label}
          </Title>
          <Sides left={left} right={right} />
        </section>
      ))}
    </Stack>
  );
}

const texts = (revision: Revision) =>
  Object.entries(revision.texts)
    .map(([channel, text]) => `${channel}: ${text}`)
    .join("\n\n");

function Sides({ left, right }: { left: string; right: string }) {
  const t = useT();
  const parts = useMemo(() => diffWordsWithSpace(left, right, { intlSegmenter: segmenter }), [left, right]);
  return (
    <div className={classes.sides}>
      <div className={classes.side}>
        {parts
          .filter((part) => !part.added)
          .map((part, place) =>
            part.removed ? (
              <del key={place}>
                <VisuallyHidden>{t("compare.removed")} </VisuallyHidden>
                {part.value}
              </del>
            ) : (
              <span key={place}>{part.value}</span>
            ),
          )}
      </div>
      <div className={classes.side}>
        {parts
          .filter((part) => !part.removed)
          .map((part, place) =>
            part.added ? (
              <ins key={place}>
                <VisuallyHidden>{t("compare.added")} </VisuallyHidden>
                {part.value}
              </ins>
            ) : (
              <span key={place}>{part.value}</span>
            ),
          )}
      </div>
    </div>
  );
}
