import { type KeyboardEvent, type RefObject, useEffect } from "react";
import { type Inserted, useNoteInsertion } from "../../api/evidence";
import { useMe, usePreference } from "../../api/session";
import type { ConversationView, Message } from "../../api/types";
import { useTypingSignal } from "../../live/LiveProvider";
import { replaceRange } from "./edit";
import { useDraft } from "./useDraft";
import { useEnvelope } from "./useEnvelope";
import { useFiles } from "./useFiles";
import { useSeen } from "./useSeen";
import { useSend } from "./useSend";
import { useSuggest } from "./useSuggest";

/** All of the composer's state and doings. */
export function useComposer(view: ConversationView, messages: Message[], field: RefObject<HTMLTextAreaElement | null>) {
  const me = useMe();
  const id = view.conversation.id;
  const item = view.work_item;
  const mayReply = view.conversation.agent === me.id && item?.state !== "wrap_up";
  const draft = useDraft(id, mayReply ? "reply" : "note");
  const files = useFiles(id);
  const noteInsertion = useNoteInsertion(id);
  const typing = useTypingSignal(id);
  const seen = useSeen(messages, me.id);
  const { send, stopped } = useSend(view, draft.setText);
  const out = useEnvelope(view, mayReply);
  const [sendKey] = usePreference("send");
  const { mode, text, setText, setMode } = draft;

  useEffect(() => {
    if (mayReply) setMode("reply");
  }, [mayReply, setMode]);

  const mayAnswer = mayReply && !out.refused && out.complete;
  const maySend = (text.trim() !== "" || (mode === "reply" && files.ready.length > 0)) && !files.busy && (mode === "note" || mayAnswer);

  // An SMS has no formatting, and what is counted must be what is sent.
  const format = out.channel === "sms" && mode === "reply" ? "plain" : "markdown";

  const insert = (value: string) => {
    const element = field.current;
    if (element) replaceRange(element, element.selectionStart, element.selectionEnd, value, setText);
    else setText(text + value);
  };
  const insertFrom = (value: string, from: Inserted) => {
    insert(value);
    noteInsertion.mutate(from);
  };
  const suggest = useSuggest({ view, mode, text, field, setText });

  const submit = () => {
    if (!maySend) return;
    typing.stop();
    const reply = mode === "reply";
    send({ mode, text: text.trim(), attachments: reply ? files.ready : [], seen: seen(), mentions: suggest.mentioned(text), format, outside: reply ? out.outside() : {} });
    setText("");
    files.clear();
    if (reply) out.reset();
    field.current?.focus();
  };

  /** Put a suggested answer below what is written, or send it as it is. */
  const use = (suggested: string) => {
    draft.setReply((old) => (old.trim() ? `${old.trimEnd()}\n\n${suggested}` : suggested));
    setMode("reply");
    requestAnimationFrame(() => field.current?.focus());
  };
  const sendSuggested = (suggested: string) => {
    if (mayAnswer) send({ mode: "reply", text: suggested, attachments: [], seen: seen(), mentions: [], format, outside: out.outside() });
  };

  const onKey = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing || suggest.onKey(event)) return;
    const control = event.ctrlKey || event.metaKey;
    const sends = sendKey === "enter" ? !event.shiftKey : control;
    if (event.key === "Enter" && sends) {
      event.preventDefault();
      submit();
    } else if (event.key === "Escape") event.currentTarget.blur();
  };

  return {
    mode,
    setMode,
    text,
    setText,
    mayReply,
    maySend,
    files,
    suggest,
    stopped,
    out,
    use,
    sendSuggested,
    insert,
    insertFrom,
    send: submit,
    onKey,
    onBlur: typing.stop,
    type: (value: string) => {
      setText(value);
      if (value) typing.typed();
    },
  };
}
