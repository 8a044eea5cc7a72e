import type { Queue } from "../../api/types";
import { useT } from "../../i18n";
import { ActiveBadge, without } from "./parts";
import { QueueForm } from "./QueueForm";
import { RecordSection } from "./RecordSection";
import { useStepSentences } from "./stepSentences";

export type QueueDraft = Omit<Queue, "id">;

const blank = (): QueueDraft => ({
  name: "",
  description: "",
  steps: [],
  calendar: null,
  selection: "longest_idle",
  service_seconds: 20,
  service_percent: 80,
  offer_seconds: 30,
  wrap_up_seconds: 60,
  sticky_seconds: 259_200,
  priority: 0,
  priority_class: 0,
  overflow: null,
  recording_days: null,
  mail_bot: "draft",
  mail_signature: {},
  misses_allowed: 2,
  waiting: { announce_every: 45, news: {}, call_back: true, leave_message: true, resume_within: 300, tries: 3, retry_after: 900 },
  caller_number: "",
  agent_announcement: {},
  active: true,
  rev: 0,
});

export function QueueSection() {
  const t = useT();
  const sentences = useStepSentences();
  return (
    <RecordSection<"queues", QueueDraft>
      kind="queues"
      title={t("admin.queues")}
      hint={t("queues.hint")}
      name={(queue) => queue.name}
      columns={[
        { name: t("queues.steps"), cell: (queue) => sentences(queue.steps).join("; ") },
        { name: t("queues.target"), cell: (queue) => t("queues.targetOf", { percent: queue.service_percent, seconds: queue.service_seconds }) },
        { name: t("queues.selection"), cell: (queue) => t(`selection.${queue.selection}`) },
        { name: t("admin.state"), cell: (queue) => <ActiveBadge active={queue.active} /> },
      ]}
      blank={blank}
      draftOf={(queue) => without(queue, "id")}
      form={QueueForm}
    />
  );
}
