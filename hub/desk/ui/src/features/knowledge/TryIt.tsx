import { ActionIcon, Alert, Anchor, Button, Group, NativeSelect, Paper, Progress, Stack, Table, Text, Textarea, Title } from "@mantine/core";
import { IconArrowLeft, IconChecklist, IconFlask } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { useTryQuestion } from "../../api/knowledge";
import type { KnowledgeTest } from "../../api/types";
import { useChangeTests } from "../../api/articleFiles";
import { showDone } from "../../components/faults";
import { type Language, languages, useI18n, useT } from "../../i18n";
import { plainText } from "../../lib/plain";
import { ChannelPreviews } from "./ChannelPreviews";
import { Curve } from "./Curve";
import classes from "./Knowledge.module.css";
import { PhrasedTrial } from "./PhrasedTrial";
import { useMayEdit } from "./useMayEdit";

/** Ask as a customer would: what the bot decides, from what, and what the customer sees. */
export function TryIt({ onBack }: { onBack?: () => void }) {
  const { t, language } = useI18n();
  const [asked, setAsked] = useState<Language>(language);
  const attempt = useTryQuestion();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const question = String(new FormData(event.currentTarget).get("question") ?? "").trim();
    if (question) attempt.mutate({ question, language: asked });
  }

  return (
    <section className={classes.editor} aria-label={t("try.title")}>
      <header className={classes.bar}>
        {onBack && (
          <ActionIcon onClick={onBack} aria-label={t("inbox.back")}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        )}
        <Title order={1} size="h2">
          {t("try.title")}
        </Title>
      </header>
      <div className={classes.form}>
        <Text size="sm">{t("try.help")}</Text>
        <form onSubmit={submit}>
          <Stack gap="sm">
            <Textarea name="question" label={t("try.question")} autosize minRows={2} required autoFocus data-testid="try-question" />
            <Group justify="space-between" align="flex-end">
              <NativeSelect
                label={t("article.language")}
                value={asked}
                onChange={(event) => setAsked(event.currentTarget.value as Language)}
                data={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
              />
              <Button type="submit" size="sm" leftSection={<IconFlask size={15} />} loading={attempt.isPending} data-testid="try-submit">
                {t("try.ask")}
              </Button>
            </Group>
          </Stack>
        </form>
        {attempt.data && <Result test={attempt.data} question={attempt.variables.question} asked={attempt.submittedAt} />}
      </div>
    </section>
  );
}

const colours: Record<KnowledgeTest["decision"], string> = { answer: "green", choices: "yellow", none: "orange" };

function Result({ test, question, asked }: { test: KnowledgeTest; question: string; asked: number }) {
  const { decision, language, search, threshold, suggest_threshold, answerable, results, calibration } = test;
  const t = useT();
  const mayEdit = useMayEdit();
  const { add } = useChangeTests();
  const best = results[0];
  const expected = decision === "answer" && best ? best.article : null;
  const keep = () => add.mutate({ text: question, language, article: expected }, { onSuccess: () => showDone(t("try.kept")) });
  return (
    <Stack gap="md" data-testid="try-result">
      <Alert color={colours[decision]} role="status">
        {t(`try.${decision}`)}{" "}
        {t(search === "meaning" ? "try.zonesMeaning" : "try.zones", { answer: threshold.toFixed(2), choices: suggest_threshold.toFixed(2) })}
        <Text size="sm" data-testid="try-search">
          {search === "meaning" ? t("try.meaning", { answerable: answerable.toFixed(2) }) : t("try.words")}
        </Text>
      </Alert>
      {decision === "answer" && best && (
        <ChannelPreviews help={t("try.previews")} draft={{ title: best.title, body: best.passage, texts: best.texts ?? {}, language: best.language }} />
      )}
      {decision === "answer" && best && <PhrasedTrial question={question} language={language} plain={best.passage} asked={asked} />}
      {mayEdit && (
        <Button variant="default" w="fit-content" leftSection={<IconChecklist size={15} />} loading={add.isPending} onClick={keep} data-testid="keep-test">
          {t(decision === "answer" ? "try.keep" : "try.keepNone")}
        </Button>
      )}
      {results.map((hit) => (
        <Paper key={`${hit.article} ${hit.passage}`} withBorder p="sm">
          <Group justify="space-between" wrap="nowrap">
            <Anchor component={Link} to={`/knowledge/${hit.article}`} size="sm">
              {hit.title} · {t("article.revision", { number: hit.revision })}
            </Anchor>
            <Text size="sm" className="number" fw={600}>
              {hit.score.toFixed(2)}
            </Text>
          </Group>
          <Progress
            value={100 * Math.min(1, hit.score)}
            color={hit.score >= threshold ? "green" : "gray"}
            size="xs"
            my={6}
            aria-label={t("try.score", { score: hit.score.toFixed(2) })}
          />
          <Text size="xs" c="dimmed" lineClamp={3}>
            {plainText(hit.passage)}
          </Text>
        </Paper>
      ))}
      {calibration && <Calibration curve={calibration} />}
    </Stack>
  );
}

/** Steps of the curve that are shown: every tenth. */
const SHOWN = 10;

/** What answering from each confidence on would mean for this knowledge base. */
function Calibration({ curve }: { curve: NonNullable<KnowledgeTest["calibration"]> }) {
  const t = useT();
  if (!curve.measured)
    return (
      <Text size="sm" c="dimmed">
        {t("try.unmeasured")}
      </Text>
    );
  const near = (threshold: number) => Math.abs(threshold - curve.answer_from) < 0.005;
  const rows = curve.points.filter(({ threshold }) => Math.round(threshold * 100) % SHOWN === 0 || near(threshold));
  const percent = (share: number) => `${Math.round(100 * share)} %`;
  return (
    <Stack gap="xs" data-testid="try-calibration">
      <Title order={2} size="h5">
        {t("try.calibration")}
      </Title>
      <Text size="sm" c="dimmed">
        {t("try.calibrationHow", { answerable: String(curve.answerable), others: String(curve.unanswerable) })}
      </Text>
      <Curve curve={curve} />
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("try.from")}</Table.Th>
            <Table.Th>{t("try.precision")}</Table.Th>
            <Table.Th>{t("try.coverage")}</Table.Th>
            <Table.Th>{t("try.leak")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="number">
          {rows.map((point) => (
            <Table.Tr key={point.threshold} fw={near(point.threshold) ? 700 : undefined}>
              <Table.Td>{point.threshold.toFixed(2)}</Table.Td>
              <Table.Td>{percent(point.precision)}</Table.Td>
              <Table.Td>{percent(point.coverage)}</Table.Td>
              <Table.Td>{percent(point.leak)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
