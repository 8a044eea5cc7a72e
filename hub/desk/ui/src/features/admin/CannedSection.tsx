import { Code, TextInput } from "@mantine/core";
import { useNames } from "../../api/directory";
import type { CannedReply } from "../../api/types";
import { localized, useI18n } from "../../i18n";
import { Pair, PickQueues, Texts, without } from "./parts";
import { type FormProps, RecordSection } from "./RecordSection";

type Draft = Omit<CannedReply, "id">;

export function CannedSection() {
  const { t, language } = useI18n();
  const names = useNames();
  return (
    <RecordSection<"canned-replies", Draft>
      kind="canned-replies"
      title={t("admin.cannedReplies")}
      hint={t("canned.hint")}
      name={(reply) => reply.title}
      columns={[
        { name: t("canned.shortcut"), cell: (reply) => <Code>/{reply.shortcut}</Code> },
        { name: t("canned.text"), cell: (reply) => localized(reply.text, language).slice(0, 90) },
        { name: t("canned.queues"), cell: (reply) => reply.queues.map(names.queue).join(", ") || t("canned.allQueues") },
      ]}
      blank={() => ({ shortcut: "", title: "", text: {}, queues: [], rev: 0 })}
      draftOf={(reply) => without(reply, "id")}
      form={Form}
    />
  );
}

function Form({ draft, set, fault }: FormProps<"canned-replies", Draft>) {
  const { t } = useI18n();
  return (
    <>
      <Pair>
        <TextInput label={t("canned.title")} required data-autofocus value={draft.title} error={fault("title")} onChange={(event) => set({ title: event.currentTarget.value })} />
        <TextInput label={t("canned.shortcut")} required leftSection="/" value={draft.shortcut} error={fault("shortcut")} onChange={(event) => set({ shortcut: event.currentTarget.value })} />
      </Pair>
      <Texts long label={t("canned.text")} hint={t("canned.variables")} value={draft.text} onChange={(text) => set({ text })} />
      <PickQueues label={t("canned.queues")} hint={t("canned.queuesHint")} value={draft.queues} onChange={(queues) => set({ queues })} />
    </>
  );
}
