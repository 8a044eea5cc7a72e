/** What all messages have: a heading, and the articles they rest on. */
import { Button, Text } from "@mantine/core";
import { IconBook, IconLock, IconRobot, IconSparkles } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { Link } from "react-router";
import type { Message } from "../../api/types";
import { useI18n, useT } from "../../i18n";
import { clockTime } from "../../lib/time";
import classes from "./Conversation.module.css";

/** How a message is coloured. */
export function kindOf({ direction, author }: Message): "in" | "out" | "bot" | "note" | "handoff" {
  if (direction === "internal") return author.kind === "agent" ? "note" : "handoff";
  if (direction === "inbound") return "in";
  return author.kind === "bot" ? "bot" : "out";
}

interface HeadingProps {
  message: Message;
  /** What became of it. */
  mark?: ReactNode;
  /** What one may do with it. */
  menu?: ReactNode;
}

export function Heading({ message, mark, menu }: HeadingProps) {
  const { t, language } = useI18n();
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
      {mark}
      {menu}
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

/** Which saved version of which article an answer rests on, and whether a language model worded it. */
export function Sources({ message }: { message: Message }) {
  const t = useT();
  const phrased = message.citations.find((citation) => citation.phrased)?.phrased;
  const sources = message.citations.map((citation) => (
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
  return (
    <>
      {sources}
      {phrased && (
        <Text span size="xs" c="dimmed" data-testid="phrased">
          <IconSparkles size={12} aria-hidden="true" /> {t("message.phrased", { model: phrased })}
        </Text>
      )}
    </>
  );
}
