import { Button, Group, Textarea, Tooltip } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTake } from "../../api/conversations";
import { usePreference } from "../../api/session";
import type { ConversationView } from "../../api/types";
import { KeyHint } from "../../components/KeyHint";
import { Markdown } from "../../components/Markdown";
import { useT } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import type { Messages } from "../conversation/useConversationMessages";
import classes from "./Composer.module.css";
import { FileChips } from "./FileChips";
import { KnowledgePanel } from "./KnowledgePanel";
import { ModeSwitch } from "./ModeSwitch";
import { MovedOnDialog } from "./MovedOnDialog";
import { SuggestMenu } from "./SuggestMenu";
import { Toolbar } from "./Toolbar";
import { useComposer } from "./useComposer";

interface Props {
  view: ConversationView;
  messages: Messages;
}

/** Where a reply or a note is written. */
export function Composer({ view, messages }: Props) {
  const t = useT();
  const field = useRef<HTMLTextAreaElement>(null);
  const [panel, setPanel] = useState<"preview" | "knowledge" | null>(null);
  const [sendKey] = usePreference("send");
  const composer = useComposer(view, messages.items, field);
  const { mode, text, files, suggest } = composer;
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
      aria-label={t("composer.label")}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        files.add([...event.dataTransfer.files]);
      }}
    >
      {panel === "knowledge" && <KnowledgePanel view={view} onInsert={composer.insert} onClose={() => setPanel(null)} />}
      <SuggestMenu suggest={suggest} />
      <Group justify="space-between" gap="xs">
        <ModeSwitch mode={mode} onChange={(wanted) => write(wanted)()} />
        <Toolbar field={field} onChange={composer.setText} onFiles={files.add} panel={panel} onPanel={toggle} note={mode === "note"} />
      </Group>
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
          placeholder={mode === "note" ? t("composer.noteHint") : t("composer.replyHint")}
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
      <Group justify="space-between" gap="xs">
        <FileChips files={files} />
        <Tooltip label={sendKey === "enter" ? t("composer.enterSends") : t("composer.ctrlEnterSends")}>
          <Button
            ml="auto"
            onClick={composer.send}
            disabled={!composer.maySend}
            color={mode === "note" ? "yellow.4" : undefined}
            leftSection={<IconSend size={15} />}
            rightSection={<KeyHint>{sendKey === "enter" ? "Enter" : "Ctrl Enter"}</KeyHint>}
            data-testid="send"
          >
            {mode === "note" ? t("composer.addNote") : t("composer.send")}
          </Button>
        </Tooltip>
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
