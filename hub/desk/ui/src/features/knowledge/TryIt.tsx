import { ActionIcon, Alert, Anchor, Button, Group, NativeSelect, Paper, Progress, Stack, Text, Textarea, Title } from "@mantine/core";
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
import classes from "./Knowledge.module.css";
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
        {attempt.data && <Result test={attempt.data} question={attempt.variables.question} />}
      </div>
    </section>
  );
}

const colours: Record<KnowledgeTest["decision"], string> = { answer: "green", choices: "yellow", none: "orange" };

function Result({ test: { decision, language, threshold, suggest_threshold, results }, question }: { test: KnowledgeTest; question: string }) {
  const t = useT();
  const mayEdit = useMayEdit();
  const { add } = useChangeTests();
  const best = results[0];
  const expected = decision === "answer" && best ? best.article : null;
  const keep = () => add.mutate({ text: question, language, article: expected }, { onSuccess: () => showDone(t("try.kept")) });
  return (
    <Stack gap="md" data-testid="try-result">
      <Alert color={colours[decision]} role="status">
        {t(`try.${decision}`)} {t("try.zones", { answer: threshold.toFixed(2), choices: suggest_threshold.toFixed(2) })}
      </Alert>
      {decision === "answer" && best && (
        <ChannelPreviews draft={{ title: best.title, body: best.passage, texts: best.texts ?? {}, language: best.language }} />
      )}
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
    </Stack>
  );
}
