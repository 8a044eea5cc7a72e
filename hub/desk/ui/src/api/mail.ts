/** What messages carry besides their text, their way out, and the ways there are. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client";
import { keys } from "./keys";
import type { Conversation, Id, MailView, Message, Way } from "./types";

const AGAIN = 5_000;

const mailKeys = {
  message: (id: Id, rev: number) => ["mail", id, rev] as const,
  ways: (conversation: Id, seq: number) => ["ways", conversation, seq] as const,
};

/** The head of a mail and how far a message is on its way; while it waits it is asked for again. */
export function useMail({ id, rev, seq, delivery, direction }: Message, enabled = true) {
  return useQuery({
    queryKey: mailKeys.message(id, rev),
    queryFn: () => api<MailView>("GET", `/messages/${id}/mail`),
    enabled: enabled && seq > 0,
    staleTime: Infinity,
    // Attempts are no events, so the live socket does not tell of them.
    refetchInterval: direction === "outbound" && delivery === "pending" ? AGAIN : false,
    placeholderData: (previous) => previous,
  });
}

/** Send a message again, or keep it from being sent. */
export function useDispatchStep(message: Message) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (step: "send-again" | "call-back") => api<unknown>("POST", `/messages/${message.id}/${step}`),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["mail", message.id] });
      void client.invalidateQueries({ queryKey: keys.timelines(message.conversation) });
    },
  });
}

/** How the customer can be written to, the present way first. */
export function useWays({ id, last_seq }: Pick<Conversation, "id" | "last_seq">, enabled: boolean) {
  return useQuery({
    queryKey: mailKeys.ways(id, last_seq),
    queryFn: () => api<Way[]>("GET", `/conversations/${id}/ways`),
    enabled,
    // Whom an answer goes to depends on the newest mail.
    staleTime: 10_000,
    placeholderData: (previous) => previous,
  });
}
