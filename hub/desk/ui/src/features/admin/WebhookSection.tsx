import { MultiSelect, PasswordInput, Switch, TextInput } from "@mantine/core";
import type { Webhook } from "../../api/types";
import { useI18n } from "../../i18n";
import { DeliveryLog } from "./DeliveryLog";
import { ActiveBadge, without } from "./parts";
import { type FormProps, RecordSection } from "./RecordSection";

type Draft = Omit<Webhook, "id" | "created_at">;

/** The kinds of events webhooks may hear of (hub/core/events.py, WEBHOOK_EVENTS). */
const events = [
  "message.added",
  "conversation.opened",
  "conversation.resolved",
  "conversation.merged",
  "interaction.ended",
  "interaction.rated",
  "work_item.changed",
  "contact.changed",
  "contact.merged",
  "article.changed",
  "article.due",
  "feedback.given",
  "question.unanswered",
  "gap.changed",
];

export function WebhookSection() {
  const { t } = useI18n();
  return (
    <RecordSection<"webhooks", Draft>
      kind="webhooks"
      title={t("admin.webhooks")}
      hint={t("webhooks.hint")}
      name={(webhook) => webhook.url}
      columns={[
        { name: t("webhooks.events"), cell: (webhook) => webhook.events.join(", ") || t("webhooks.all") },
        { name: t("admin.state"), cell: (webhook) => <ActiveBadge active={webhook.active} /> },
      ]}
      blank={() => ({ url: "", events: [], secret: "", active: true, rev: 0 })}
      draftOf={(webhook) => without(webhook, "id", "created_at")}
      form={Form}
      made={{ label: t("webhooks.secret"), of: (saved, draft) => (draft.secret ? "" : saved.secret) }}
      extra={DeliveryLog}
    />
  );
}

function Form({ draft, set, fault, record }: FormProps<"webhooks", Draft>) {
  const { t } = useI18n();
  return (
    <>
      <TextInput label={t("webhooks.url")} type="url" required data-autofocus placeholder="https://" value={draft.url} error={fault("url")} onChange={(event) => set({ url: event.currentTarget.value })} />
      <MultiSelect
        label={t("webhooks.events")}
        description={t("webhooks.eventsHint")}
        searchable
        data={events}
        value={draft.events}
        error={fault("events")}
        onChange={(value) => set({ events: value })}
      />
      <PasswordInput
        label={t("webhooks.secret")}
        description={record ? t("webhooks.secretHint") : t("webhooks.secretNew")}
        autoComplete="off"
        value={draft.secret}
        error={fault("secret")}
        onChange={(event) => set({ secret: event.currentTarget.value })}
      />
      <Switch label={t("admin.active")} checked={draft.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
    </>
  );
}
