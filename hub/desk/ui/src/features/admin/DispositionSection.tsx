import { Switch, TextInput } from "@mantine/core";
import { useNames } from "../../api/directory";
import type { Disposition } from "../../api/types";
import { localized, useI18n } from "../../i18n";
import { ActiveBadge, PickQueues, Texts, without } from "./parts";
import { type FormProps, RecordSection } from "./RecordSection";

type Draft = Omit<Disposition, "id">;

export function DispositionSection() {
  const { t, language } = useI18n();
  const names = useNames();
  return (
    <RecordSection<"dispositions", Draft>
      kind="dispositions"
      title={t("admin.dispositions")}
      hint={t("dispositions.hint")}
      name={(disposition) => disposition.code}
      columns={[
        { name: t("dispositions.label"), cell: (each) => localized(each.label, language) },
        { name: t("canned.queues"), cell: (each) => each.queues.map(names.queue).join(", ") || t("canned.allQueues") },
        { name: t("admin.state"), cell: (each) => <ActiveBadge active={each.active} /> },
      ]}
      blank={() => ({ code: "", label: {}, queues: [], active: true, rev: 0 })}
      draftOf={(disposition) => without(disposition, "id")}
      form={Form}
    />
  );
}

function Form({ draft, set, fault }: FormProps<"dispositions", Draft>) {
  const { t } = useI18n();
  return (
    <>
      <TextInput label={t("dispositions.code")} required data-autofocus value={draft.code} error={fault("code")} onChange={(event) => set({ code: event.currentTarget.value })} />
      <Texts label={t("dispositions.label")} value={draft.label} onChange={(label) => set({ label })} />
      <PickQueues label={t("canned.queues")} hint={t("canned.queuesHint")} value={draft.queues} onChange={(queues) => set({ queues })} />
      <Switch label={t("admin.active")} checked={draft.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
    </>
  );
}
