import { ActionIcon, Badge, Group, Stack, Text, TextInput, UnstyledButton } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { Inserted } from "../../api/evidence";
import { useAnswers } from "../../api/knowledge";
import type { ConversationView } from "../../api/types";
import { Nothing } from "../../components/marks";
import { baseLanguage, useT } from "../../i18n";
import { plainText } from "../../lib/plain";
import classes from "./Composer.module.css";

interface Props {
  view: ConversationView;
  onInsert: (text: string, from: Inserted) => void;
  onClose: () => void;
}

/** Find a published answer and put it into the reply. */
export function KnowledgePanel({ view, onInsert, onClose }: Props) {
  const t = useT();
  const [text, setText] = useState("");
  const [q] = useDebouncedValue(text.trim(), 250);
  const { data } = useAnswers({ q, language: baseLanguage(view.conversation.language), channel: view.conversation.channel });
  return (
    <div className={classes.panel} data-testid="knowledge-panel">
      <Group gap="xs" wrap="nowrap" mb="xs">
        <TextInput
          className="grow"
          size="xs"
          autoFocus
          aria-label={t("knowledge.search")}
          placeholder={t("knowledge.search")}
          leftSection={<IconSearch size={14} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Escape" && onClose()}
        />
        <ActionIcon aria-label={t("app.close")} onClick={onClose}>
          <IconX size={16} />
        </ActionIcon>
      </Group>
      <Stack gap={2} className={classes.hits}>
        {data?.length === 0 && <Nothing>{t("app.nothingFound")}</Nothing>}
        {data?.slice(0, 20).map((answer) => (
          <UnstyledButton
            key={answer.article}
            className={classes.hit}
            onClick={() => {
              onInsert(answer.text, { article: answer.article, revision: answer.revision });
              onClose();
            }}
          >
            <Text size="sm" fw={550}>
              {answer.title} {answer.audience === "staff" && <Badge color="indigo">{t("article.staffOnly")}</Badge>}
            </Text>
            <Text size="xs" c="dimmed" lineClamp={2}>
              {plainText(answer.text)}
            </Text>
          </UnstyledButton>
        ))}
      </Stack>
    </div>
  );
}
