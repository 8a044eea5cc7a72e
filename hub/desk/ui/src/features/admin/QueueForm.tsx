import { NativeSelect, NumberInput, Switch, Textarea, TextInput } from "@mantine/core";
import type { MailBot, Overflow, Selection } from "../../api/types";
import { useT } from "../../i18n";
import { CallerNumber } from "./CallerNumber";
import { Pair, PickCalendar, PickQueue, Texts, Whole } from "./parts";
import type { QueueDraft } from "./QueueSection";
import { KeptDays } from "./RecordingFields";
import type { FormProps } from "./RecordSection";
import { QueueWaiting } from "./QueueWaiting";
import { StepsEditor } from "./StepsEditor";

const selections: Selection[] = ["longest_idle", "least_occupied", "best_proficiency"];
const mailBots: MailBot[] = ["off", "draft", "answer"];
const HOUR = 3600;

export function QueueForm({ draft, set, fault }: FormProps<"queues", QueueDraft>) {
  const t = useT();
  return (
    <>
      <TextInput label={t("admin.name")} required data-autofocus value={draft.name} error={fault("name")} onChange={(event) => set({ name: event.currentTarget.value })} />
      <Textarea label={t("admin.description")} autosize value={draft.description} onChange={(event) => set({ description: event.currentTarget.value })} />
      <StepsEditor steps={draft.steps} onChange={(steps) => set({ steps })} error={fault("steps")} />
      <NativeSelect
        size="sm"
        label={t("queues.selection")}
        description={t(`selection.${draft.selection}.hint`)}
        value={draft.selection}
        onChange={(event) => set({ selection: event.currentTarget.value as Selection })}
        data={selections.map((value) => ({ value, label: t(`selection.${value}`) }))}
      />
      <PickCalendar label={t("queues.hours")} value={draft.calendar} onChange={(calendar) => set({ calendar })} error={fault("calendar")} />
      <Pair>
        <Whole label={t("queues.percent")} min={1} max={100} value={draft.service_percent} onChange={(service_percent) => set({ service_percent })} error={fault("service_percent")} />
        <Whole label={t("queues.seconds")} min={1} value={draft.service_seconds} onChange={(service_seconds) => set({ service_seconds })} error={fault("service_seconds")} />
      </Pair>
      <Pair>
        <Whole label={t("queues.offer")} min={1} value={draft.offer_seconds} onChange={(offer_seconds) => set({ offer_seconds })} error={fault("offer_seconds")} />
        <Whole label={t("queues.wrapUp")} value={draft.wrap_up_seconds} onChange={(wrap_up_seconds) => set({ wrap_up_seconds })} error={fault("wrap_up_seconds")} />
      </Pair>
      <Pair>
        <Whole label={t("queues.priority")} hint={t("queues.priorityHint")} min={-1440} value={draft.priority} onChange={(priority) => set({ priority })} />
        <Whole label={t("queues.class")} hint={t("queues.classHint")} value={draft.priority_class} onChange={(priority_class) => set({ priority_class })} />
      </Pair>
      <KeptDays value={draft.recording_days} error={fault("recording_days")} onChange={(recording_days) => set({ recording_days })} />
      <Whole
        label={t("queues.sticky")}
        hint={t("queues.stickyHint")}
        value={Math.round(draft.sticky_seconds / HOUR)}
        onChange={(hours) => set({ sticky_seconds: hours * HOUR })}
      />
      <QueueWaiting
        value={draft.waiting}
        misses={draft.misses_allowed}
        onChange={(waiting) => set({ waiting })}
        onMisses={(misses_allowed) => set({ misses_allowed })}
        fault={fault}
      />
      <CallerNumber
        hint={t("queues.callerNumberHint")}
        value={draft.caller_number}
        error={fault("caller_number")}
        onChange={(caller_number) => set({ caller_number })}
      />
      <Texts
        long
        label={t("queues.announcement")}
        hint={t("queues.announcementHint", { name: "{name}", number: "{number}" })}
        value={draft.agent_announcement}
        onChange={(agent_announcement) => set({ agent_announcement })}
      />
      <OverflowInput value={draft.overflow} onChange={(overflow) => set({ overflow })} error={fault("overflow")} />
      <NativeSelect
        size="sm"
        label={t("queues.mailBot")}
        description={t(`mailBot.${draft.mail_bot}.hint`)}
        value={draft.mail_bot}
        onChange={(event) => set({ mail_bot: event.currentTarget.value as MailBot })}
        data={mailBots.map((value) => ({ value, label: t(`mailBot.${value}`) }))}
      />
      <Texts long label={t("queues.signature")} hint={t("queues.signatureHint")} value={draft.mail_signature} onChange={(mail_signature) => set({ mail_signature })} />
      <Switch label={t("admin.active")} checked={draft.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
    </>
  );
}

interface OverflowProps {
  value: Overflow | null;
  onChange: (value: Overflow | null) => void;
  error?: string;
}

function OverflowInput({ value, onChange, error }: OverflowProps) {
  const t = useT();
  const number = (next: string | number) => (next === "" ? null : Number(next));
  return (
    <>
      <PickQueue
        label={t("queues.overflow")}
        value={value?.queue ?? null}
        error={error}
        onChange={(queue) => onChange(queue ? { wait_over: null, per_agent_over: null, ...value, queue } : null)}
      />
      {value && (
        <Pair>
          <NumberInput label={t("queues.overflowWait")} min={0} value={value.wait_over ?? ""} onChange={(next) => onChange({ ...value, wait_over: number(next) })} />
          <NumberInput label={t("queues.overflowRatio")} min={0} value={value.per_agent_over ?? ""} onChange={(next) => onChange({ ...value, per_agent_over: number(next) })} />
        </Pair>
      )}
    </>
  );
}
