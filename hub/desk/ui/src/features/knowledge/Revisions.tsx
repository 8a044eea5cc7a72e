import { Badge, Button, Group, NativeSelect, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useNames } from "../../api/directory";
import { useArticleStep, useRevisions } from "../../api/knowledge";
import type { Article, Revision } from "../../api/types";
import { Busy } from "../../components/Busy";
import { showDone } from "../../components/faults";
import { useI18n, useT } from "../../i18n";
import { fullTime } from "../../lib/time";
import { Compared } from "./Compared";
import { useMayEdit } from "./useMayEdit";

/** Two saved versions side by side; any of them can be made the newest again. */
export function Revisions({ article }: { article: Article }) {
  const t = useT();
  const { data } = useRevisions(article.id);
  const [before, setBefore] = useState<number>();
  const [after, setAfter] = useState<number>();
  if (!data) return <Busy />;
  const newest = data[0];
  if (!newest) return null;
  const right = data.find((each) => each.number === (after ?? newest.number)) ?? newest;
  const natural = article.published !== null && article.published < right.number ? article.published : right.number - 1;
  const left = data.find((each) => each.number === (before ?? natural)) ?? right;
  return (
    <Stack gap="md">
      {data.length === 1 && <Text size="sm">{t("compare.onlyOne")}</Text>}
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <Choice which="before" article={article} revisions={data} chosen={left} onChoose={setBefore} />
        <Choice which="after" article={article} revisions={data} chosen={right} onChoose={setAfter} />
      </Group>
      {data.length > 1 && <Compared before={left} after={right} />}
    </Stack>
  );
}

interface ChoiceProps {
  which: "before" | "after";
  article: Article;
  revisions: Revision[];
  chosen: Revision;
  onChoose: (number: number) => void;
}

function Choice({ which, article, revisions, chosen, onChoose }: ChoiceProps) {
  const { t, language } = useI18n();
  const names = useNames();
  const describe = (each: Revision) =>
    `${t("article.revision", { number: each.number })} · ${t(`kind.${each.kind}`, { number: each.copy_of ?? 0 })} · ${names.staff(each.author) || each.author} · ${fullTime(each.at, language)}`;
  return (
    <Stack gap={4}>
      <NativeSelect
        label={t(`compare.${which}`)}
        size="xs"
        value={String(chosen.number)}
        onChange={(event) => onChoose(Number(event.currentTarget.value))}
        data={revisions.map((each) => ({ value: String(each.number), label: describe(each) }))}
        data-testid={`compare-${which}`}
      />
      <Group gap="xs">
        {chosen.number === article.published && <Badge color="green">{t("article.live")}</Badge>}
        <Restore article={article} revision={chosen} />
      </Group>
    </Stack>
  );
}

function Restore({ article, revision }: { article: Article; revision: Revision }) {
  const t = useT();
  const step = useArticleStep(article.id);
  const mayEdit = useMayEdit();
  if (!mayEdit || revision.number === article.revision || article.state === "archived") return <Text size="xs">&nbsp;</Text>;
  return (
    <Button
      variant="default"
      size="compact-xs"
      loading={step.isPending}
      onClick={() =>
        step.mutate(
          { step: "restore", body: { number: revision.number } },
          { onSuccess: () => showDone(t("article.restored", { number: revision.number })) },
        )
      }
      data-testid="restore"
    >
      {t("article.restore")}
    </Button>
  );
}
