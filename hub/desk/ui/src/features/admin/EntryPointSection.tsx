import { Code } from "@mantine/core";
import { useNames } from "../../api/directory";
import type { EntryPoint } from "../../api/types";
import { ChannelName } from "../../components/marks";
import { useI18n } from "../../i18n";
import { EntryPointForm } from "./EntryPointForm";
import { ActiveBadge, without } from "./parts";
import { ChosenBot } from "./PickBot";
import { RecordSection } from "./RecordSection";

export type EntryPointDraft = Omit<EntryPoint, "id">;

export function EntryPointSection() {
  const { t, language } = useI18n();
  const names = useNames();
  const blank = (): EntryPointDraft => ({
    channel: "chat",
    key: "",
    name: "",
    queue: "",
    queue_by_language: {},
    bot: "knowledge",
    calendar: null,
    language,
    greeting: {},
    language_keys: {},
    priority: 0,
    record: false,
    record_notice: {},
    recording_days: null,
    closed_text: {},
    allowed_origins: [],
    call_line: null,
    caller_number: "",
    identity_secret: "",
    active: true,
    rev: 0,
  });
  return (
    <RecordSection<"entry-points", EntryPointDraft>
      kind="entry-points"
      title={t("admin.entryPoints")}
      hint={t("entry.hint")}
      name={(entry) => entry.name}
      columns={[
        { name: t("entry.channel"), cell: (entry) => <ChannelName channel={entry.channel} /> },
        { name: t("entry.key"), cell: (entry) => <Code>{entry.key}</Code> },
        { name: t("entry.queue"), cell: (entry) => names.queue(entry.queue) },
        { name: t("entry.bot"), cell: (entry) => <ChosenBot bot={entry.bot} /> },
        { name: t("admin.state"), cell: (entry) => <ActiveBadge active={entry.active} /> },
      ]}
      blank={blank}
      draftOf={(entry) => without(entry, "id")}
      form={EntryPointForm}
    />
  );
}
