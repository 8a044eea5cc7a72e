import { useList } from "../../api/conversations";
import type { Conversation, Me } from "../../api/types";

/** Whether the customer wrote something its agent has not read. */
export const isUnread = (conversation: Conversation) =>
  conversation.last_direction === "inbound" && conversation.last_seq > conversation.read_seq;

/** How many of one's own conversations have something new. */
export function useUnread(me: Me): number {
  const { data } = useList("mine", {}, me.permissions.includes("conversations:read"));
  const rows = data?.pages.flatMap((page) => page.items) ?? [];
  return rows.filter((row) => isUnread(row.conversation)).length;
}
