import { ActionIcon, Alert, Badge, Button, Group, NativeSelect, Select, Table, Text, TextInput, Title } from "@mantine/core";
import { IconArrowLeft, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { Link } from "react-router";
import { type QuestionOutcome, type QuestionTest, useChangeTests, useQuestionTests, useRunTests } from "../../api/articleFiles";
import { useArticles } from "../../api/knowledge";
import { Busy } from "../../components/Busy";
import { Nothing } from "../../components/marks";
import { WideTable } from "../../components/PageFrame";
import { languages, useI18n, useT } from "../../i18n";
import classes from "./Knowledge.module.css";
import { useMayEdit } from "./useMayEdit";

const colours: Record<QuestionOutcome["outcome"], string> = { passed: "green", offered: "yellow", failed: "red" };

/** Questions with the article that must answer them, or with none that may; all asked at once. */
export function QuestionTests({ onBack }: { onBack?: () => void }) {
  const t = useT();
  const mayEdit = useMayEdit();
  const { data: tests } = useQuestionTests();
  const run = useRunTests();
  const outcomes = new Map(run.data?.map((one) => [one.test, one]));
  const failed = run.data?.filter((one) => one.outcome !== "passed").length ?? 0;
  return (
    <section className={classes.editor} aria-label={t("tests.title")} data-testid="tests">
      <header className={classes.bar}>
        {onBack && (
          <ActionIcon onClick={onBack} aria-label={t("inbox.back")}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        )}
        <Title order={1} size="h2" className="grow">
          {t("tests.title")}
        </Title>
        <Button leftSection={<IconPlayerPlay size={15} />} onClick={() => run.mutate()} loading={run.isPending} disabled={!tests?.length} data-testid="run-tests">
          {t("tests.run")}
        </Button>
      </header>
      <div className={classes.form}>
        <Text size="sm">{t("tests.help")}</Text>
        {mayEdit && <NewTest />}
        {run.data && (
          <Alert color={failed ? "orange" : "green"} role="status" data-testid="tests-summary">
            {t("tests.summary", { passed: run.data.length - failed, count: run.data.length })}
          </Alert>
        )}
        {!tests && <Busy />}
        {tests?.length === 0 && <Nothing>{t("tests.none")}</Nothing>}
        {tests && tests.length > 0 && <Tests tests={tests} outcomes={outcomes} />}
      </div>
    </section>
  );
}

function Tests({ tests, outcomes }: { tests: QuestionTest[]; outcomes: Map<string, QuestionOutcome> }) {
  const t = useT();
  const mayEdit = useMayEdit();
  const titles = useTitles();
  const { remove } = useChangeTests();
  return (
    <WideTable label={t("tests.title")}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("tests.question")}</Table.Th>
            <Table.Th>{t("tests.expected")}</Table.Th>
            <Table.Th>{t("tests.outcome")}</Table.Th>
            {mayEdit && <Table.Th aria-label={t("app.delete")} />}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tests.map((test) => (
            <Table.Tr key={test.id} data-testid="test">
              <Table.Th scope="row" fw={500} data-label={t("tests.question")}>
                {test.text}
              </Table.Th>
              <Table.Td data-label={t("tests.expected")}>
                {test.article ? <Link to={`/knowledge/${test.article}`}>{titles.get(test.article) ?? t("told.article")}</Link> : t("tests.nobody")}
              </Table.Td>
              <Table.Td data-label={t("tests.outcome")}>
                <Outcome outcome={outcomes.get(test.id)} />
              </Table.Td>
              {mayEdit && (
                <Table.Td>
                  <ActionIcon aria-label={t("tests.delete", { question: test.text })} onClick={() => remove.mutate(test.id)}>
                    <IconTrash size={15} />
                  </ActionIcon>
                </Table.Td>
              )}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function Outcome({ outcome }: { outcome: QuestionOutcome | undefined }) {
  const t = useT();
  if (!outcome) return <>–</>;
  const got = outcome.outcome === "passed" ? "" : outcome.got ? t("tests.got", { title: outcome.title }) : t("tests.gotNone");
  return (
    <Group gap={6}>
      <Badge color={colours[outcome.outcome]}>{t(`tests.${outcome.outcome}`)}</Badge>
      {got && <span>{got}</span>}
    </Group>
  );
}

function useTitles() {
  const { data } = useArticles({});
  return new Map(data?.map((article) => [article.id, article.title]));
}

function NewTest() {
  const { t, language } = useI18n();
  const titles = useTitles();
  const { add } = useChangeTests();
  const [spoken, setSpoken] = useState<string>(language);
  const [article, setArticle] = useState<string | null>(null);
  const [text, setText] = useState("");
  function submit(event: FormEvent) {
    event.preventDefault();
    add.mutate({ text, language: spoken, article }, { onSuccess: () => setText("") });
  }
  return (
    <form onSubmit={submit}>
      <Group align="flex-end" gap="xs">
        <TextInput className="grow" miw={220} label={t("tests.question")} required maxLength={300} value={text} onChange={(event) => setText(event.currentTarget.value)} data-testid="test-question" />
        <Select
          label={t("tests.expected")}
          placeholder={t("tests.nobody")}
          searchable
          clearable
          clearButtonProps={{ "aria-label": t("tests.nobody") }}
          value={article}
          onChange={setArticle}
          data={[...titles].map(([value, label]) => ({ value, label }))}
          data-testid="test-article"
        />
        <NativeSelect label={t("article.language")} value={spoken} onChange={(event) => setSpoken(event.currentTarget.value)} data={languages.map((value) => ({ value, label: t(`language.${value}`) }))} />
        <Button type="submit" loading={add.isPending} data-testid="add-test">
          {t("app.add")}
        </Button>
      </Group>
    </form>
  );
}
