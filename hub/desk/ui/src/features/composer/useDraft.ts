import { useEffect, useState } from "react";
import type { Id } from "../../api/types";
import { recall, remember } from "../../lib/storage";

export type Mode = "reply" | "note";

const PAUSE = 300;
const place = (conversation: Id, mode: Mode) => `draft.${conversation}.${mode}`;

/** The unsent text of each conversation, kept in this browser apart for replies and notes. */
export function useDraft(conversation: Id, first: Mode) {
  const [mode, setMode] = useState<Mode>(first);
  const [texts, setTexts] = useState<Record<Mode, string>>(() => ({
    reply: recall(place(conversation, "reply")) ?? "",
    note: recall(place(conversation, "note")) ?? "",
  }));
  const text = texts[mode];

  useEffect(() => {
    const save = () => {
      remember(place(conversation, "reply"), texts.reply);
      remember(place(conversation, "note"), texts.note);
    };
    const timer = setTimeout(save, PAUSE);
    return () => {
      clearTimeout(timer);
      save();
    };
  }, [conversation, texts]);

  const setText = (value: string) => setTexts((old) => ({ ...old, [mode]: value }));
  return { mode, setMode, text, setText };
}
