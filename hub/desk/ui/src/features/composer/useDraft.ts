import { useState } from "react";
import type { Id } from "../../api/types";
import { recall, remember } from "../../lib/storage";

export type Mode = "reply" | "note";

const place = (conversation: Id, mode: Mode) => `draft.${conversation}.${mode}`;

/** The unsent text of each conversation, kept in this browser apart for replies and notes. */
export function useDraft(conversation: Id, first: Mode) {
  const [mode, setMode] = useState<Mode>(first);
  const [texts, setTexts] = useState<Record<Mode, string>>(() => ({
    reply: recall(place(conversation, "reply")) ?? "",
    note: recall(place(conversation, "note")) ?? "",
  }));
  const setText = (value: string) => {
    // At once: the tab may be closed in the next moment.
    remember(place(conversation, mode), value);
    setTexts((old) => ({ ...old, [mode]: value }));
  };
  const setReply = (change: (old: string) => string) =>
    setTexts((old) => {
      const reply = change(old.reply);
      remember(place(conversation, "reply"), reply);
      return { ...old, reply };
    });
  return { setReply, mode, setMode, text: texts[mode], setText };
}
