import { Accordion, ActionIcon, Button, Drawer, Stack, Text } from "@mantine/core";
import { IconHelpCircle } from "@tabler/icons-react";
import { useState } from "react";
import { Markdown } from "../../components/Markdown";
import { type Key, useT } from "../../i18n";

const sections = ["write", "look", "send", "review", "publish", "change", "languages", "compare", "keep", "told", "try", "files", "rules"] as const;

/** The words that are on the screen: so the guide names buttons as they are. */
const words = {
  knowledge: "nav.knowledge",
  newArticle: "knowledge.new",
  title: "article.title",
  answer: "article.body",
  questions: "article.questions",
  addQuestion: "article.addQuestion",
  category: "article.category",
  audience: "article.audience",
  texts: "article.texts",
  saveDraft: "article.saveDraft",
  preview: "article.preview",
  submit: "step.submit",
  forYou: "toDo.title",
  discussion: "article.discussion",
  resolve: "comment.resolve",
  mentions: "comment.mentions",
  revisions: "article.revisions",
  approve: "step.approve",
  requestChanges: "step.request-changes",
  withdraw: "step.withdraw",
  publish: "step.publish",
  schedule: "step.schedule",
  unschedule: "step.unschedule",
  live: "article.live",
  discard: "step.discard",
  unpublish: "step.unpublish",
  archive: "step.archive",
  bringBack: "step.bring-back",
  state: "knowledge.anyState",
  archived: "article.archived",
  sourceChanged: "article.sourceChanged",
  inStep: "article.isInStep",
  restore: "article.restore",
  details: "article.details",
  verify: "step.verify",
  ends: "details.expires",
  told: "told.title",
  tryIt: "try.title",
  keepTest: "try.keep",
  tests: "tests.title",
  runTests: "tests.run",
  gaps: "gaps.title",
  makeDraft: "gaps.draft",
  import: "import.short",
  chooseFile: "import.choose",
  setUp: "nav.admin",
} satisfies Record<string, Key>;

/** Everything an editor needs to bring an answer to customers, for reading beside the work. */
export function Guide() {
  const t = useT();
  const named = Object.fromEntries(Object.entries(words).map(([name, key]) => [name, t(key)]));
  return (
    <Stack gap="sm" data-testid="guide">
      <Text size="sm">{t("guide.intro")}</Text>
      <Accordion multiple defaultValue={["write"]} order={2}>
        {sections.map((section) => (
          <Accordion.Item key={section} value={section}>
            <Accordion.Control data-testid={`guide-${section}`}>{t(`guide.${section}.title`)}</Accordion.Control>
            <Accordion.Panel>
              <Markdown text={t(`guide.${section}.text`, named)} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Stack>
  );
}

/** Opens the guide beside what is being done; `short` shows the sign only. */
export function GuideButton({ short = false }: { short?: boolean }) {
  const t = useT();
  const [opened, setOpened] = useState(false);
  const open = () => setOpened(true);
  return (
    <>
      {short ? (
        <ActionIcon aria-label={t("guide.title")} title={t("guide.title")} onClick={open} data-testid="open-guide">
          <IconHelpCircle size={18} />
        </ActionIcon>
      ) : (
        <Button variant="default" leftSection={<IconHelpCircle size={14} />} onClick={open} data-testid="open-guide-list">
          {t("guide.title")}
        </Button>
      )}
      <Drawer opened={opened} onClose={() => setOpened(false)} position="right" title={t("guide.title")} size="md">
        <Guide />
      </Drawer>
    </>
  );
}
