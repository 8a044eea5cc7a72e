/** What messages carry besides their text, their way out, and the ways there are. */
import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "./client";
import { keys } from "./keys";
import type { Conversation, Id, MailView, Message, TimelinePage, Way } from "./types";

const AGAIN = 5_000;

const mailKeys = {
  message: (id: Id, rev: number) => ["mail", id, rev] as const,
  whole: (id: Id) => ["mail", id, "whole"] as const,
  ways: (conversation: Id, seq: number) => ["ways", conversation, seq] as const,
};

const fetchMail = (id: Id) => api<MailView>("GET", `/messages/${id}/mail`);

/** A timeline brings its mails with it, so that none of them is asked for by itself. */
export function keepMails(client: QueryClient, { items, mails }: TimelinePage) {
  const views = new Map(mails.map((view) => [view.message, view]));
  const none = { mail: null, dispatch: null, has_page: false, in_page: [], remote_pictures: 0, has_quoted: false };
  for (const { id, rev } of items) client.setQueryData<MailView>(mailKeys.message(id, rev), views.get(id) ?? { message: id, ...none });
}

/** The head of a mail and how far a message is on its way; while it waits it is asked for again. */
export function useMail({ id, rev, seq, delivery, direction }: Message, enabled = true) {
  return useQuery({
    queryKey: mailKeys.message(id, rev),
    queryFn: () => fetchMail(id),
    enabled: enabled && seq > 0,
    staleTime: Infinity,
    // Attempts are no events, so the live socket does not tell of them.
    refetchInterval: direction === "outbound" && delivery === "pending" ? AGAIN : false,
    placeholderData: (previous) => previous,
  });
}

/** What a mail repeats of others; left out until somebody wants to see it. */
export function useQuoted(id: Id, enabled: boolean) {
  return useQuery({
    queryKey: mailKeys.whole(id),
    queryFn: () => fetchMail(id),
    enabled,
    staleTime: Infinity,
    select: (view) => view.mail?.quoted ?? "",
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
