import { Button, NativeSelect, PasswordInput, Select, Stack, Switch, TagsInput, Text, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCopy } from "@tabler/icons-react";
import { options, useDirectory } from "../../api/directory";
import type { Channel } from "../../api/types";
import { languages, useT } from "../../i18n";
import classes from "./Admin.module.css";
import { CallerNumber } from "./CallerNumber";
import type { EntryPointDraft } from "./EntryPointSection";
import { Pair, PickCalendar, PickQueue, Texts, Whole } from "./parts";
import { PickBot } from "./PickBot";
import { RecordingFields } from "./RecordingFields";
import type { FormProps } from "./RecordSection";

const channels: Channel[] = ["chat", "email", "sms", "fax", "voice"];
/** Channels on which the key is a telephone number. */
const numbered = new Set<Channel>(["sms", "fax", "voice"]);

export function EntryPointForm({ draft, set, fault, record }: FormProps<"entry-points", EntryPointDraft>) {
  const t = useT();
  const chat = draft.channel === "chat";
  const voice = draft.channel === "voice";
  return (
    <>
      <Pair>
        <TextInput label={t("admin.name")} required data-autofocus value={draft.name} error={fault("name")} onChange={(event) => set({ name: event.currentTarget.value })} />
        <NativeSelect
          size="sm"
          label={t("entry.channel")}
          value={draft.channel}
          onChange={(event) => set({ channel: event.currentTarget.value as Channel })}
          data={channels.map((value) => ({ value, label: t(`channel.${value}`) }))}
        />
      </Pair>
      <TextInput label={t(numbered.has(draft.channel) ? "entry.number" : "entry.key")} description={t(`entry.key.${draft.channel}`)} required value={draft.key} error={fault("key")} onChange={(event) => set({ key: event.currentTarget.value })} />
      {record && chat && <Snippet embedKey={record.key} language={draft.language} />}
      <Pair>
        <PickQueue label={t("entry.queue")} required value={draft.queue} error={fault("queue")} onChange={(queue) => set({ queue: queue ?? "" })} />
        <PickBot label={t("entry.bot")} value={draft.bot ?? ""} others={[{ value: "", label: t("entry.noBot") }]} error={fault("bot")} onChange={(bot) => set({ bot: bot || null })} />
      </Pair>
      <Pair>
        {languages.map((language) => (
          <PickQueue
            key={language}
            label={t(voice ? "entry.queueBySpoken" : "entry.queueByLanguage", { language: t(`language.${language}`) })}
            value={draft.queue_by_language[language] ?? null}
            error={fault(`queue_by_language.${language}`)}
            onChange={(queue) => set({ queue_by_language: withQueue(draft.queue_by_language, language, queue) })}
          />
        ))}
      </Pair>
      <Pair>
        <PickCalendar label={t("queues.hours")} value={draft.calendar} onChange={(calendar) => set({ calendar })} />
        <NativeSelect
          size="sm"
          label={t("language.label")}
          value={draft.language}
          onChange={(event) => set({ language: event.currentTarget.value })}
          data={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
        />
      </Pair>
      <Texts long label={t("entry.greeting")} hint={voice ? t("entry.nameHint", { mark: "{name}" }) : undefined} value={draft.greeting} onChange={(greeting) => set({ greeting })} />
      <Texts long label={t("entry.closedText")} value={draft.closed_text} onChange={(closed_text) => set({ closed_text })} />
      <Whole label={t("entry.priority")} hint={t("entry.priorityHint")} min={-1440} value={draft.priority} onChange={(priority) => set({ priority })} error={fault("priority")} />
      {voice && (
        <Pair>
          {languages.map((language) => (
            <TextInput
              key={language}
              label={t("entry.languageKey", { language: t(`language.${language}`) })}
              maxLength={1}
              value={keyOf(draft.language_keys, language)}
              error={fault(`language_keys.${keyOf(draft.language_keys, language)}`)}
              onChange={(event) => set({ language_keys: withKey(draft.language_keys, language, event.currentTarget.value) })}
            />
          ))}
        </Pair>
      )}
      {voice && (
        <CallerNumber
          hint={t("entry.callerNumberHint")}
          value={draft.caller_number}
          error={fault("caller_number")}
          onChange={(caller_number) => set({ caller_number })}
        />
      )}
      {voice && <RecordingFields draft={draft} set={set} fault={fault} />}
      {chat && (
        <>
          <PickLine value={draft.call_line} error={fault("call_line")} onChange={(call_line) => set({ call_line })} />
          <TagsInput
            label={t("entry.origins")}
            description={t("entry.originsHint")}
            placeholder="https://www.example.com"
            value={draft.allowed_origins}
            error={fault("allowed_origins")}
            onChange={(allowed_origins) => set({ allowed_origins })}
          />
          <PasswordInput
            label={t("entry.secret")}
            description={t("entry.secretHint")}
            autoComplete="off"
            value={draft.identity_secret}
            error={fault("identity_secret")}
            onChange={(event) => set({ identity_secret: event.currentTarget.value })}
          />
        </>
      )}
      <Switch label={t("admin.active")} checked={draft.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
    </>
  );
}

/** The choice of queues with one language's changed; none chosen means the entry point's own queue. */
function withQueue(queues: Record<string, string>, language: string, queue: string | null): Record<string, string> {
  const { [language]: _before, ...others } = queues;
  return queue ? { ...others, [language]: queue } : others;
}

/** The number behind the widget's call button. */
function PickLine({ value, error, onChange }: { value: string | null; error?: string; onChange: (value: string | null) => void }) {
  const t = useT();
  const { data } = useDirectory();
  const lines = data?.entry_points.filter((entry) => entry.channel === "voice");
  return (
    <Select
      label={t("entry.callLine")}
      description={t("entry.callLineHint")}
      placeholder={t("entry.noCallLine")}
      clearable
      data={options(lines)}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}

/** The key that changes to a language, if there is one. */
const keyOf = (keys: Record<string, string>, language: string): string => Object.keys(keys).find((key) => keys[key] === language) ?? "";

function withKey(keys: Record<string, string>, language: string, key: string): Record<string, string> {
  const others = Object.fromEntries(Object.entries(keys).filter(([, other]) => other !== language));
  return key.trim() ? { ...others, [key.trim()]: language } : others;
}

/** What one pastes into a web page. */
function Snippet({ embedKey, language }: { embedKey: string; language: string }) {
  const t = useT();
  const clipboard = useClipboard();
  const code = `<script src="${location.origin}/chat/v1/widget.js" data-key="${embedKey}" data-language="${language}" async></script>`;
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {t("entry.embed")}
      </Text>
      <code className={classes.code}>{code}</code>
      <Button variant="default" w="fit-content" leftSection={<IconCopy size={14} />} onClick={() => clipboard.copy(code)}>
        {clipboard.copied ? t("action.copied") : t("app.copy")}
      </Button>
    </Stack>
  );
}
