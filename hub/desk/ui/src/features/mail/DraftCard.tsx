import { Button, Group, Text } from "@mantine/core";
import { IconPencil, IconSend, IconSparkles, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { Message } from "../../api/types";
import { Markdown } from "../../components/Markdown";
import { useT } from "../../i18n";
import { recall, remember } from "../../lib/storage";
import { Sources } from "../conversation/MessageParts";
import classes from "./Mail.module.css";

/** What one may do with a suggested answer; given by whoever may answer. */
export interface DraftUse {
  use: (text: string) => void;
  send: (text: string) => void;
}

interface Props {
  message: Message;
  /** Something was answered since. */
  old: boolean;
  onUse: DraftUse | null;
}

const place = (id: string) => `dismissed.${id}`;

/** An answer that the bot suggests; only the agent sends it. */
export function DraftCard({ message, old, onUse }: Props) {
  const t = useT();
  // Folded once something was answered or it was dismissed, until somebody asks to see it again.
  const [wanted, setWanted] = useState<boolean | null>(() => (recall(place(message.id)) === null ? null : false));
  const dismiss = () => {
    remember(place(message.id), "1");
    setWanted(false);
  };
  if (!(wanted ?? !old))
    return (
      <Button variant="subtle" color="grape" leftSection={<IconSparkles size={14} />} onClick={() => setWanted(true)} mx="auto" data-testid="draft-folded">
        {t("draft.folded")}
      </Button>
    );
  return (
    <section className={classes.draft} aria-label={t("draft.title")} data-testid="draft">
      <Group gap={6} mb={6}>
        <IconSparkles size={15} aria-hidden="true" />
        <Text size="sm" fw={600}>
          {t("draft.title")}
        </Text>
        <Text size="xs">{t("draft.hint")}</Text>
      </Group>
      <Markdown text={message.text} plain={message.format !== "markdown"} />
      <Group gap={4}>
        <Sources message={message} />
      </Group>
      <Group gap="xs" mt="xs">
        {onUse && !old && (
          <>
            <Button leftSection={<IconPencil size={14} />} onClick={() => onUse.use(message.text)} data-testid="draft-use">
              {t("draft.use")}
            </Button>
            <Button variant="default" leftSection={<IconSend size={14} />} onClick={() => onUse.send(message.text)} data-testid="draft-send">
              {t("draft.send")}
            </Button>
          </>
        )}
        <Button variant="subtle" color="gray" leftSection={<IconX size={14} />} onClick={dismiss} data-testid="draft-dismiss">
          {t("draft.dismiss")}
        </Button>
      </Group>
    </section>
  );
}
