import { Button, Group } from "@mantine/core";
import { IconBook, IconLock, IconRobot, IconSparkles } from "@tabler/icons-react";
import { memo } from "react";
import { Link } from "react-router";
import type { Delivery, Message } from "../../api/types";
import { Markdown } from "../../components/Markdown";
import { codeText, isKey, useI18n, useT } from "../../i18n";
import { clockTime } from "../../lib/time";
import { Attachments } from "./Attachments";
import classes from "./Conversation.module.css";
import { DeliveryMark } from "./DeliveryMark";

interface Props {
  message: Message;
  /** What became of it, when more is known than the message says. */
  delivery?: Delivery;
  /** From another conversation of the contact. */
  faded?: boolean;
}

/** One message: bubble, note or thin system line. */
export const MessageLine = memo(function MessageLine({ message, delivery, faded }: Props) {
  if (message.notice) return <Notice message={message} />;
  const side = message.direction === "inbound" ? classes.left : classes.right;
  return (
    <article className={`${classes.message} ${side}`} data-kind={kindOf(message)} data-faded={faded || undefined} data-testid="message">
      <Heading message={message} delivery={delivery ?? message.delivery} />
      <div className={classes.bubble}>
        <Markdown text={message.text} plain={message.format !== "markdown"} />
        <Attachments files={message.attachments} />
        <Choices message={message} />
      </div>
      <Sources message={message} />
    </article>
  );
});

/** How a message is coloured. */
function kindOf({ direction, author }: Message): "in" | "out" | "bot" | "note" | "handoff" {
  if (direction === "internal") return author.kind === "agent" ? "note" : "handoff";
  if (direction === "inbound") return "in";
  return author.kind === "bot" ? "bot" : "out";
}

function Heading({ message, delivery }: { message: Message; delivery: Delivery }) {
  const t = useT();
  const { language } = useI18n();
  const kind = kindOf(message);
  const name = useAuthorName(message);
  return (
    <header className={classes.heading}>
      {kind === "bot" && <IconRobot size={13} aria-hidden="true" />}
      {kind === "note" && <IconLock size={12} aria-hidden="true" />}
      {kind === "handoff" && <IconSparkles size={13} aria-hidden="true" />}
      <b>{kind === "handoff" ? t("message.handoff") : name}</b>
      {kind === "note" && <span>{t("message.note")}</span>}
      <time dateTime={message.at} className="number">
        {clockTime(message.at, language)}
      </time>
      {message.direction === "outbound" && <DeliveryMark delivery={delivery} />}
    </header>
  );
}

function useAuthorName({ author }: Message): string {
  const t = useT();
  if (author.kind === "contact") return author.name || t("contact.unnamed");
  // A bot without a name of its own is called by what it is, not by its id.
  if (author.kind === "bot" && (!author.name || `bot:${author.name}` === author.id)) return t("message.bot");
  return author.name;
}

function Notice({ message }: { message: Message }) {
  const t = useT();
  const { language } = useI18n();
  const key = `notice.${message.notice}`;
  const text = isKey(key) ? t(key, message.notice_vars) : message.text || codeText(t, "notice", message.notice);
  return (
    <p className={classes.notice} data-testid="notice">
      {text} <time className="number">{clockTime(message.at, language)}</time>
    </p>
  );
}

function Choices({ message }: { message: Message }) {
  if (message.choices.length === 0) return null;
  return (
    <Group gap={6} mt={6}>
      {message.choices.map((choice) => (
        <span key={choice.value} className={classes.choice}>
          {choice.label}
        </span>
      ))}
    </Group>
  );
}

/** Which saved version of which article an answer rests on. */
function Sources({ message }: { message: Message }) {
  const t = useT();
  return message.citations.map((citation) => (
    <Button
      key={citation.article}
      component={Link}
      to={`/knowledge/${citation.article}`}
      variant="subtle"
      size="compact-xs"
      leftSection={<IconBook size={13} aria-hidden="true" />}
      aria-label={t("message.source", { title: citation.title, revision: citation.revision })}
    >
      {citation.title} · {t("article.revision", { number: citation.revision })}
    </Button>
  ));
}
