import { MultiSelect, NativeSelect, PasswordInput, SimpleGrid, Switch, Text, TextInput } from "@mantine/core";
import type { Channel, Requirement, Role } from "../../api/types";
import { SkillsInput } from "../../components/SkillsInput";
import { languages, useT } from "../../i18n";
import { Interruptions } from "./Interruptions";
import { Pair, PickQueues, Whole } from "./parts";
import type { FormProps } from "./RecordSection";
import type { StaffDraft } from "./StaffSection";

const roles: Role[] = ["agent", "writer", "editor", "supervisor", "admin"];
const channels: Channel[] = ["voice", "chat", "email", "sms", "fax"];

const asList = (skills: Record<string, number>): Requirement[] =>
  Object.entries(skills).map(([skill, minimum]) => ({ skill, minimum }));
const asRecord = (skills: Requirement[]) => Object.fromEntries(skills.map(({ skill, minimum }) => [skill, minimum]));

export function StaffForm({ draft, set, fault, record }: FormProps<"staff", StaffDraft>) {
  const t = useT();
  return (
    <>
      <Pair>
        <TextInput label={t("admin.name")} required data-autofocus value={draft.name} error={fault("name")} onChange={(event) => set({ name: event.currentTarget.value })} />
        <TextInput label={t("staff.login")} required autoComplete="off" value={draft.login} error={fault("login")} onChange={(event) => set({ login: event.currentTarget.value })} />
      </Pair>
      <Pair>
        <TextInput label={t("staff.email")} type="email" value={draft.email} error={fault("email")} onChange={(event) => set({ email: event.currentTarget.value })} />
        <NativeSelect
          size="sm"
          label={t("language.label")}
          value={draft.language}
          onChange={(event) => set({ language: event.currentTarget.value })}
          data={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
        />
      </Pair>
      <Pair>
        <TextInput label={t("profile.ownPhone")} description={t("profile.ownPhoneHint")} type="tel" value={draft.phone} error={fault("phone")} onChange={(event) => set({ phone: event.currentTarget.value, on_phone: event.currentTarget.value ? draft.on_phone : false })} />
        <TextInput label={t("profile.agentNumber")} description={t("profile.agentNumberHint")} value={draft.number} error={fault("number")} onChange={(event) => set({ number: event.currentTarget.value })} />
      </Pair>
      <PasswordInput
        label={record ? t("staff.newPassword") : t("staff.firstPassword")}
        description={record ? t("staff.passwordHint") : undefined}
        autoComplete="new-password"
        required={!record}
        value={draft.password ?? ""}
        error={fault("password")}
        onChange={(event) => set({ password: event.currentTarget.value || undefined })}
      />
      <MultiSelect
        label={t("staff.roles")}
        data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
        value={draft.roles}
        error={fault("roles")}
        onChange={(value) => set({ roles: value as Role[] })}
      />
      <div>
        <Text size="sm" fw={600} mb={4}>
          {t("staff.skills")}
        </Text>
        <SkillsInput exact value={asList(draft.skills)} onChange={(skills) => set({ skills: asRecord(skills) })} />
      </div>
      <PickQueues label={t("staff.queues")} hint={t("staff.queuesHint")} value={draft.queues} onChange={(queues) => set({ queues })} />
      <div>
        <Text size="sm" fw={600}>
          {t("staff.capacity")}
        </Text>
        <Text size="xs" c="dimmed" mb={4}>
          {t("staff.capacityHint")}
        </Text>
        <SimpleGrid cols={5} spacing="xs">
          {channels.map((channel) => (
            <Whole
              key={channel}
              label={t(`channel.${channel}`)}
              max={100}
              value={draft.capacity[channel] ?? 0}
              onChange={(most) => set({ capacity: { ...draft.capacity, [channel]: most } })}
            />
          ))}
        </SimpleGrid>
      </div>
      <Interruptions value={draft.interrupted_by} onChange={(interrupted_by) => set({ interrupted_by })} />
      {record?.totp && (
        <Switch
          label={t("staff.removeTotp")}
          checked={draft.remove_totp ?? false}
          onChange={(event) => set({ remove_totp: event.currentTarget.checked })}
        />
      )}
      <Switch label={t("admin.active")} checked={draft.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
    </>
  );
}
