import { Group, Text } from "@mantine/core";
import { IconPlayerStop } from "@tabler/icons-react";
import { memo, type ReactNode } from "react";
import type { Delivery, Message } from "../../api/types";
import { Markdown } from "../../components/Markdown";
import { useT } from "../../i18n";
import { HeardOnly } from "../call/SpokenMark";
import { Attachments } from "./Attachments";
import classes from "./Conversation.module.css";
import { DeliveryMark } from "./DeliveryMark";
import { Heading, kindOf, Sources } from "./MessageParts";
import { Notice } from "./Notice";

interface Props {
  message: Message;
  /** What became of it, when more is known than the message says. */
  delivery?: Delivery;
  /** In place of the sign of its delivery. */
  mark?: ReactNode;
  menu?: ReactNode;
  /** Below its text. */
  sound?: ReactNode;
  /** From another conversation of the contact. */
  faded?: boolean;
}

/** One message: bubble, note or thin system line. */
export const MessageLine = memo(function MessageLine({ message, delivery, mark, menu, faded, sound }: Props) {
  if (message.notice) return <Notice message={message} />;
  const side = message.direction === "inbound" ? classes.left : classes.right;
  const own = message.direction === "outbound" && <DeliveryMark delivery={delivery ?? message.delivery} />;
  return (
    <article className={`${classes.message} ${side}`} data-kind={kindOf(message)} data-faded={faded || undefined} data-testid="message">
      <Heading message={message} mark={mark ?? own} menu={menu} />
      <div className={classes.bubble}>
        <Markdown text={message.text} plain={message.format !== "markdown"} />
        {sound}
        <HeardOnly message={message} />
        <Attachments files={message.attachments} />
        <Choices message={message} />
      </div>
      <Heard message={message} />
      <Sources message={message} />
    </article>
  );
});

/** What a caller heard of it who interrupted. */
function Heard({ message }: { message: Message }) {
  const t = useT();
  if (message.heard === null) return null;
  return (
    <Text size="xs" c="dimmed" mt={2} data-testid="message-heard">
      <IconPlayerStop size={12} aria-hidden /> {message.heard ? t("message.heard", { text: message.heard }) : t("message.unheard")}
    </Text>
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
