import { memo } from "react";
import type { Channel, ConversationView, Id, Message } from "../../api/types";
import { SpokenMark } from "../call/SpokenMark";
import { DraftCard, type DraftUse } from "../mail/DraftCard";
import { MailLine } from "../mail/MailLine";
import { SmsMark } from "../mail/SmsMark";
import { LeftSound, PlayFrom } from "../recordings/Spoken";
import { MessageLine } from "./MessageLine";
import { MessageMenu } from "./MessageMenu";
import { deliveryOf } from "./receipts";

interface Props {
  message: Message;
  /** The conversation that is open. */
  view: ConversationView;
  /** Somebody answered after it. */
  answered: boolean;
  onUse: DraftUse | null;
}

/** Which channel a message came or went by. */
export function channelOf(message: Message, { conversation, interactions }: ConversationView): Channel {
  return interactions.find((each) => each.id === message.interaction)?.channel ?? conversation.channel;
}

/** One message as its channel has it. */
export const TimelineEntry = memo(function TimelineEntry({ message, view, answered, onUse }: Props) {
  const { conversation, interactions } = view;
  const faded = message.conversation !== conversation.id && !isMerged(view, message.conversation);
  if (message.draft) return <DraftCard message={message} old={answered} onUse={onUse} />;
  const channel = channelOf(message, view);
  if (message.notice === "ended" && channel === "voice") return <MessageLine message={{ ...message, notice: "call_ended" }} />;
  if (message.notice) return <MessageLine message={message} />;
  const posted = message.direction !== "internal" && message.seq > 0;
  const menu = message.direction === "internal" || faded ? undefined : <MessageMenu message={message} />;
  if (posted && channel === "email") return <MailLine message={message} subject={conversation.subject} faded={faded} menu={menu} />;
  const mark = posted && (channel === "sms" || channel === "fax") && message.direction === "outbound" ? <SmsMark message={message} /> : undefined;
  const spoken = channel === "voice" && message.direction === "inbound" ? <SpokenMark message={message} /> : mark;
  const sound = channel === "voice" ? <LeftSound message={message} /> : undefined;
  const tools = channel === "voice" ? <><PlayFrom message={message} />{menu}</> : menu;
  return <MessageLine message={message} delivery={deliveryOf(message, interactions)} mark={spoken} menu={tools} faded={faded} sound={sound} />;
});

const isMerged = ({ merges }: ConversationView, id: Id) => merges.some((merge) => merge.kind === "conversation" && merge.source === id);
