import { useEffect, useMemo } from "react";
import { markRead, useTimeline } from "../../api/conversations";
import type { Scope } from "../../api/keys";
import { useMe } from "../../api/session";
import type { Conversation, Id, Message } from "../../api/types";
import { messagesOf } from "../../live/timeline";

export interface Messages {
  items: Message[];
  loading: boolean;
  fault: Error | null;
  more: boolean;
  loadEarlier: () => void;
}

/** The messages to show; what its own agent sees is marked as read. */
export function useConversationMessages(id: Id, scope: Scope, conversation: Conversation | undefined): Messages {
  const me = useMe();
  const query = useTimeline(id, scope);
  const items = useMemo(() => messagesOf(query.data), [query.data]);
  const newest = items.findLast((message) => message.seq > 0 && message.conversation === id)?.seq ?? 0;
  const unread = conversation?.agent === me.id && newest > conversation.read_seq;

  useEffect(() => {
    if (!unread) return;
    const read = () => {
      if (document.visibilityState === "visible") void markRead(id, newest).catch(() => undefined);
    };
    read();
    document.addEventListener("visibilitychange", read);
    return () => document.removeEventListener("visibilitychange", read);
  }, [id, newest, unread]);

  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  return {
    items,
    loading: query.isPending || isFetchingNextPage,
    fault: query.error,
    more: hasNextPage,
    loadEarlier: () => {
      if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
    },
  };
}
