import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiError, api } from "../../api/client";
import type { Timeline } from "../../api/conversations";
import { keys, type Scope } from "../../api/keys";
import { useMe } from "../../api/session";
import type { Attachment, ConversationView, Id, Me, Message } from "../../api/types";
import { faultText, showFault } from "../../components/faults";
import { useT } from "../../i18n";
import { now } from "../../lib/clock";
import { ulid } from "../../lib/ulid";
import { dropMessage, putMessage } from "../../live/timeline";
import type { Mode } from "./useDraft";
import type { Outside } from "./useEnvelope";

export interface Sending {
  mode: Mode;
  text: string;
  attachments: Attachment[];
  mentions: Id[];
  /** The newest message its author had seen. */
  seen: number;
  format: "markdown" | "plain";
  outside: Outside;
}

interface Attempt extends Sending {
  clientId: string;
  force: boolean;
}

/** A reply that was stopped because news had arrived; the author decides. */
export interface Stopped {
  attempt: Attempt;
  anyway: () => void;
  look: () => void;
}

function post(conversation: Id, { mode, clientId, text, mentions, attachments, seen, force, format, outside }: Attempt) {
  if (mode === "note")
    return api<Message>("POST", `/conversations/${conversation}/notes`, { client_id: clientId, text, mentions });
  return api<Message>("POST", `/conversations/${conversation}/messages`, {
    client_id: clientId,
    text,
    format,
    ...outside,
    attachments: attachments.map((file) => file.file),
    seen_seq: seen,
    force,
  });
}

/** Send replies and notes: shown at once, confirmed or taken back when the hub answers. */
export function useSend(view: ConversationView, giveBack: (text: string) => void) {
  const t = useT();
  const me = useMe();
  const client = useQueryClient();
  const id = view.conversation.id;
  const [stopped, setStopped] = useState<{ attempt: Attempt } | null>(null);

  const alter = (change: (timeline: Timeline) => Timeline) => {
    for (const scope of ["conversation", "contact"] as Scope[]) {
      client.setQueryData<Timeline>(keys.timeline(id, scope), (timeline) => timeline && change(timeline));
    }
  };
  const mutation = useMutation({
    mutationFn: (attempt: Attempt) => post(id, attempt),
    meta: { quiet: true },
    // An answer that got lost is asked for again; the client id makes that harmless.
    retry: (count, fault) => count < 4 && (!(fault instanceof ApiError) || fault.status === 0 || fault.status >= 502),
    retryDelay: (count) => 500 * 2 ** count,
    onMutate: (attempt) => alter((timeline) => putMessage(timeline, optimistic(view, me, attempt))),
    onSuccess: (message) => alter((timeline) => putMessage(timeline, message)),
    onError: (fault, attempt) => {
      alter((timeline) => dropMessage(timeline, attempt.clientId));
      if (fault instanceof ApiError && fault.code === "moved_on") {
        setStopped({ attempt });
        void client.invalidateQueries({ queryKey: keys.timelines(id) });
      } else {
        giveBack(attempt.text);
        showFault(t("composer.notSent", { detail: faultText(fault, t) }));
      }
    },
  });

  const send = (sending: Sending) => mutation.mutate({ ...sending, clientId: ulid(), force: false });
  const settle = (what: (attempt: Attempt) => void) => () => {
    if (stopped) what(stopped.attempt);
    setStopped(null);
  };
  const question: Stopped | null = stopped && {
    attempt: stopped.attempt,
    anyway: settle((attempt) => mutation.mutate({ ...attempt, force: true })),
    look: settle((attempt) => giveBack(attempt.text)),
  };
  return { send, stopped: question };
}

/** How the message will look; it has no sequence number until the hub has stored it. */
function optimistic({ conversation }: ConversationView, me: Me, attempt: Attempt): Message {
  return {
    id: attempt.clientId,
    rev: 0,
    conversation: conversation.id,
    interaction: conversation.interaction,
    direction: attempt.mode === "note" ? "internal" : "outbound",
    author: { kind: "agent", id: me.id, name: me.name },
    text: attempt.text,
    format: attempt.format,
    at: new Date(now()).toISOString(),
    seq: 0,
    source: me.id,
    external_id: attempt.clientId,
    delivery: "pending",
    delivery_reason: null,
    draft: false,
    automatic: false,
    attachments: attempt.attachments,
    choices: [],
    citations: [], // the hub finds them in the text
    secret: false,
    takes_message: false,
    mentions: attempt.mentions,
    confidence: null,
    heard: null,
    notice: "",
    notice_vars: {},
  };
}
