import { Select, TagsInput } from "@mantine/core";
import { useDirectory } from "../../../api/directory";
import type { Route } from "../../../api/types";
import { SkillsInput } from "../../../components/SkillsInput";
import { useT } from "../../../i18n";
import { Pair, PickQueue, Whole } from "../parts";
import { PickBot } from "../PickBot";
import { Section } from "../channels/fields";

interface Props {
  value: Route;
  onChange: (value: Route) => void;
  fault: (field: string) => string | undefined;
}

const AS_BEFORE = "-";

/** What becomes of a message that fits; what is left empty stays as the entry point says. */
export function RouteInput({ value, onChange, fault }: Props) {
  const t = useT();
  const { data } = useDirectory();
  const set = (part: Partial<Route>) => onChange({ ...value, ...part });
  return (
    <Section legend={t("rules.then")}>
      <PickQueue label={t("rules.queue")} value={value.queue || null} error={fault("route.queue")} onChange={(queue) => set({ queue: queue ?? "" })} />
      <SkillsInput value={value.skills} onChange={(skills) => set({ skills })} />
      <Pair>
        <Whole label={t("queues.priority")} hint={t("queues.priorityHint")} min={-1440} max={1440} value={value.priority} error={fault("route.priority")} onChange={(priority) => set({ priority })} />
        <PickBot
          label={t("entry.bot")}
          value={value.bot ?? AS_BEFORE}
          others={[
            { value: AS_BEFORE, label: t("rules.asBefore") },
            { value: "", label: t("entry.noBot") },
          ]}
          error={fault("route.bot")}
          onChange={(bot) => set({ bot: bot === AS_BEFORE ? null : bot })}
        />
      </Pair>
      <TagsInput label={t("rules.tags")} value={value.tags} error={fault("route.tags")} onChange={(tags) => set({ tags })} />
      <Select
        label={t("rules.reply")}
        description={t("rules.replyHint")}
        inputWrapperOrder={["label", "input", "description", "error"]}
        clearable
        searchable
        data={(data?.canned_replies ?? []).map((each) => ({ value: each.id, label: each.title }))}
        value={value.reply || null}
        error={fault("route.reply")}
        onChange={(reply) => set({ reply: reply ?? "" })}
      />
    </Section>
  );
}
