import { Button, Group, Switch, Textarea, Tooltip } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { useTake } from "../../api/conversations";
import { usePreference } from "../../api/session";
import type { ConversationView } from "../../api/types";
import { KeyHint } from "../../components/KeyHint";
import { Markdown } from "../../components/Markdown";
import { useI18n, useT } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import { fullTime } from "../../lib/time";
import type { DraftUse } from "../mail/DraftCard";
import type { Messages } from "../conversation/useConversationMessages";
import classes from "./Composer.module.css";
import { EnvelopeFields } from "./EnvelopeFields";
import { FileChips } from "./FileChips";
import { KnowledgePanel } from "./KnowledgePanel";
import { ModeSwitch } from "./ModeSwitch";
import { MovedOnDialog } from "./MovedOnDialog";
import { SendLater } from "./SendLater";
import { Signature } from "./Signature";
import { SmsCount } from "./SmsCount";
import { SuggestMenu } from "./SuggestMenu";
import { Toolbar } from "./Toolbar";
import { useComposer } from "./useComposer";

interface Props {
  view: ConversationView;
  messages: Messages;
  /** Lets suggested answers be used from outside. */
  handle: Ref<DraftUse>;
}

/** Where a reply or a note is written. */
export function Composer({ view, messages, handle }: Props) {
  const { t, language } = useI18n();
  const field = useRef<HTMLTextAreaElement>(null);
  const [panel, setPanel] = useState<"preview" | "knowledge" | null>(null);
  const [sendKey] = usePreference("send");
  const composer = useComposer(view, messages.items, field);
  const { mode, text, files, suggest, out } = composer;
  const answers = mode === "reply" && composer.mayReply;
  useImperativeHandle(handle, () => ({ use: composer.use, send: composer.sendSuggested }));
  const toggle = (name: "preview" | "knowledge") => setPanel(panel === name ? null : name);

  const group = "composer";
  const write = (wanted: typeof mode) => () => {
    composer.setMode(wanted);
    setPanel(null);
    // At once, so that what is typed next lands in the field; after a preview the field has to come back first.
    if (field.current) field.current.focus();
    else requestAnimationFrame(() => field.current?.focus());
  };
  useCommand({ id: "reply", group, label: t("composer.reply"), keys: "r", run: write("reply") }, composer.mayReply);
  useCommand({ id: "note", group, label: t("composer.note"), keys: "n", run: write("note") });
  useCommand({ id: "knowledge", group, label: t("composer.knowledge"), keys: "i", run: () => toggle("knowledge") });

  return (
    <section
      className={classes.composer}
      data-mode={mode}
      data-channel={view.conversation.channel}
      aria-label={t("composer.label")}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        files.add([...event.dataTransfer.files]);
      }}
    >
      {panel === "knowledge" && <KnowledgePanel view={view} onInsert={composer.insertFrom} onClose={() => setPanel(null)} />}
      <SuggestMenu suggest={suggest} />
      <Group justify="space-between" gap="xs">
        <ModeSwitch mode={mode} onChange={(wanted) => write(wanted)()} />
        <Toolbar field={field} onChange={composer.setText} onFiles={files.add} panel={panel} onPanel={toggle} note={mode === "note"} plain={answers && out.channel === "sms"} />
      </Group>
      {answers && <EnvelopeFields view={view} out={out} />}
      {mode === "reply" && !composer.mayReply ? (
        <NotYours view={view} />
      ) : panel === "preview" ? (
        <div className={classes.preview} data-testid="preview">
          <Markdown text={text || t("composer.nothing")} />
        </div>
      ) : (
        <Textarea
          ref={field}
          aria-label={mode === "note" ? t("composer.note") : t("composer.reply")}
          placeholder={t(mode === "note" ? "composer.noteHint" : answers && out.channel === "voice" ? "composer.callHint" : "composer.replyHint")}
          autosize
          minRows={2}
          maxRows={12}
          variant="unstyled"
          classNames={{ input: classes.field }}
          value={text}
          onChange={(event) => composer.type(event.currentTarget.value)}
          onKeyDown={composer.onKey}
          onBlur={composer.onBlur}
          onPaste={(event) => {
            const pasted = [...event.clipboardData.files];
            if (pasted.length > 0) {
              event.preventDefault();
              files.add(pasted);
            }
          }}
          aria-controls={suggest.open ? "suggestions" : undefined}
          aria-activedescendant={suggest.open ? `suggestion-${suggest.active}` : undefined}
          data-testid="composer"
        />
      )}
      {answers && out.channel === "email" && out.way && <Signature view={view} entryPoint={out.way.entry_point} />}
      {answers && out.way?.mail?.quoted && (
        <Switch
          size="xs"
          label={t("mail.quote", { name: out.way.mail.quoted })}
          checked={out.quotes}
          onChange={(event) => out.setQuotes(event.currentTarget.checked)}
          data-testid="quote"
        />
      )}
      <Group justify="space-between" gap="xs">
        <FileChips files={files} />
        {answers && out.channel === "sms" && out.way && <SmsCount text={text} way={out.way} />}
        <Group gap={6} ml="auto" wrap="nowrap">
          {answers && out.posted && <SendLater at={out.at} onChange={out.setAt} />}
          <Tooltip label={sendKey === "enter" ? t("composer.enterSends") : t("composer.ctrlEnterSends")}>
            <Button
              onClick={composer.send}
              disabled={!composer.maySend}
              color={mode === "note" ? "yellow.4" : undefined}
              leftSection={<IconSend size={15} />}
              rightSection={<KeyHint>{sendKey === "enter" ? "Enter" : "Ctrl Enter"}</KeyHint>}
              data-testid="send"
            >
              {mode === "note" ? t("composer.addNote") : out.at ? t("later.send", { time: fullTime(out.at, language) }) : t("composer.send")}
            </Button>
          </Tooltip>
        </Group>
      </Group>
      <MovedOnDialog stopped={composer.stopped} messages={messages.items} />
    </section>
  );
}

/** Only its owner answers the customer; everybody may leave a note. */
function NotYours({ view }: { view: ConversationView }) {
  const t = useT();
  const take = useTake(view.conversation.id);
  return (
    <Group gap="xs" py="sm" fz="sm" c="dimmed">
      {t("composer.notYours")}
      <Button variant="light" onClick={() => take.mutate()} loading={take.isPending} data-testid="take-to-reply">
        {t("composer.takeToReply")}
      </Button>
    </Group>
  );
}
