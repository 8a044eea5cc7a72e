import { MultiSelect, Switch, TextInput } from "@mantine/core";
import { useDirectory } from "../../../api/directory";
import type { Channel, RuleDraft } from "../../../api/types";
import { useT } from "../../../i18n";
import type { FormProps } from "../RecordSection";
import { ConditionsInput } from "./ConditionsInput";
import { RouteInput } from "./RouteInput";
import { RuleTrial } from "./RuleTrial";
import { Section } from "../channels/fields";

const channels: Channel[] = ["email", "sms", "fax", "chat"];

export function RuleForm({ draft, set, fault, record }: FormProps<"rules", Required<RuleDraft>>) {
  const t = useT();
  const { data } = useDirectory();
  const entries = data?.entry_points.filter((each) => draft.channels.includes(each.channel)) ?? [];
  return (
    <>
      <TextInput label={t("admin.name")} required data-autofocus value={draft.name} error={fault("name")} onChange={(event) => set({ name: event.currentTarget.value })} />
      <MultiSelect
        label={t("rules.channels")}
        data={channels.map((value) => ({ value, label: t(`channel.${value}`) }))}
        value={draft.channels}
        error={fault("channels")}
        onChange={(value) => set({ channels: value as Channel[] })}
      />
      <MultiSelect
        label={t("rules.entryPoints")}
        description={t("rules.entryPointsHint")}
        clearable
        data={entries.map((each) => ({ value: each.id, label: each.name }))}
        value={draft.entry_points}
        error={fault("entry_points")}
        onChange={(entry_points) => set({ entry_points })}
      />
      <ConditionsInput any={draft.any} value={draft.conditions as never} onChange={set} fault={fault} />
      <RouteInput value={draft.route as never} onChange={(route) => set({ route })} fault={fault} />
      <Switch label={t("rules.last")} checked={draft.last} onChange={(event) => set({ last: event.currentTarget.checked })} />
      <Section legend={t("trial.title")}>
        <RuleTrial draft={draft} id={record?.id} />
      </Section>
      <Switch label={t("rules.active")} checked={draft.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
    </>
  );
}
