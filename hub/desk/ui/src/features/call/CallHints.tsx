import { Accordion, Group, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconBook } from "@tabler/icons-react";
import { useHints } from "../../api/knowledge";
import type { ConversationView } from "../../api/types";
import { Markdown } from "../../components/Markdown";
import { baseLanguage, useT } from "../../i18n";
import type { Messages } from "../conversation/useConversationMessages";
import classes from "./Call.module.css";
import { askedLately } from "./speech";

const MOST = 3;
const SETTLED = 600;

/** What the knowledge base says to what the caller said last, to be read out or told. */
export function CallHints({ view, messages }: { view: ConversationView; messages: Messages }) {
  const t = useT();
  const asked = askedLately(messages.items, view.conversation.interaction);
  const [q] = useDebouncedValue(asked, SETTLED);
  const { data } = useHints(q, baseLanguage(view.conversation.language));
  const answers = q ? (data ?? []).slice(0, MOST) : [];
  if (answers.length === 0) return null;
  return (
    <section className={classes.bar} aria-label={t("call.hints")} data-testid="call-hints">
      <Group gap={6}>
        <IconBook size={15} aria-hidden="true" />
        <Text size="xs" fw={600}>
          {t("call.hints")}
        </Text>
        <Text size="xs" c="dimmed" className="grow" truncate>
          “{q}”
        </Text>
      </Group>
      <Accordion className={classes.hints} variant="default" chevronPosition="left" order={2}>
        {answers.map((answer) => (
          <Accordion.Item key={answer.article} value={answer.article}>
            <Accordion.Control>
              <Text size="sm">{answer.title}</Text>
            </Accordion.Control>
            <Accordion.Panel>
              <Markdown text={answer.texts["voice"] || answer.passage} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </section>
  );
}
