import { type KeyboardEvent, type RefObject, useState } from "react";
import { useDirectory, useNames } from "../../api/directory";
import { useMe } from "../../api/session";
import type { CannedReply, Colleague, ConversationView, Id } from "../../api/types";
import { localized, useI18n } from "../../i18n";
import { replaceRange } from "./edit";
import type { Mode } from "./useDraft";
import { fill } from "./variables";

export interface Suggestion {
  id: Id;
  title: string;
  hint: string;
  text: string;
}

interface Input {
  view: ConversationView;
  mode: Mode;
  text: string;
  field: RefObject<HTMLTextAreaElement | null>;
  setText: (text: string) => void;
}

const MOST = 8;

/** "/" offers canned replies, "@" in a note offers colleagues; arrows choose, Enter or Tab takes. */
export function useSuggest({ view, mode, text, field, setText }: Input) {
  const { language } = useI18n();
  const me = useMe();
  const names = useNames();
  const { data } = useDirectory();
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState("");

  const caret = field.current?.selectionStart ?? text.length;
  const word = /(?:^|\s)([/@])([^\s/@]*)$/.exec(text.slice(0, Math.min(caret, text.length)));
  const trigger = word?.[1];
  const query = (word?.[2] ?? "").toLowerCase();
  const values = {
    "contact.name": view.contact.name,
    "contact.company": view.contact.company,
    "agent.name": me.name,
    "company.name": data?.tenant.name ?? "",
    "queue.name": names.queue(view.conversation.queue),
    "conversation.subject": view.conversation.subject,
  };
  const replies = (canned: CannedReply[]): Suggestion[] =>
    canned
      .filter((reply) => reply.queues.length === 0 || reply.queues.includes(view.conversation.queue ?? ""))
      .filter((reply) => `${reply.shortcut} ${reply.title}`.toLowerCase().includes(query))
      .map((reply) => {
        const full = fill(localized(reply.text, view.conversation.language || language), values);
        return { id: reply.id, title: `/${reply.shortcut}  ${reply.title}`, hint: full, text: full };
      });
  const colleagues = (staff: Colleague[]): Suggestion[] =>
    staff
      .filter((person) => person.active && person.id !== me.id && person.name.toLowerCase().includes(query))
      .map((person) => ({ id: person.id, title: person.name, hint: "", text: `@${person.name} ` }));

  let items: Suggestion[] = [];
  if (word && data && word[0] !== dismissed) {
    if (trigger === "/") items = replies(data.canned_replies).slice(0, MOST);
    else if (mode === "note") items = colleagues(data.staff).slice(0, MOST);
  }
  const open = items.length > 0;
  const place = Math.min(active, items.length - 1);

  function choose(item: Suggestion) {
    if (!field.current) return;
    replaceRange(field.current, caret - query.length - 1, caret, item.text, setText);
    setActive(0);
  }

  function onKey(event: KeyboardEvent): boolean {
    const chosen = items[place];
    if (!open || !chosen) return false;
    if (event.key === "ArrowDown") setActive((place + 1) % items.length);
    else if (event.key === "ArrowUp") setActive((place + items.length - 1) % items.length);
    else if (event.key === "Escape") setDismissed(word?.[0] ?? "");
    else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") choose(chosen);
    else return false;
    event.preventDefault();
    return true;
  }

  const mentioned = (written: string) =>
    mode === "note" ? (data?.staff ?? []).filter((person) => written.includes(`@${person.name}`)).map((person) => person.id) : [];

  return { open, items, active: place, choose, onKey, mentioned };
}

export type Suggest = ReturnType<typeof useSuggest>;
