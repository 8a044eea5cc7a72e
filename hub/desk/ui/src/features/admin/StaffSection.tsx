import { Badge, Group } from "@mantine/core";
import { useNames } from "../../api/directory";
import type { Staff } from "../../api/types";
import { useI18n } from "../../i18n";
import { ActiveBadge, without } from "./parts";
import { RecordSection } from "./RecordSection";
import { StaffForm } from "./StaffForm";

export type StaffDraft = Omit<Staff, "id" | "created_at" | "totp"> & { password?: string; remove_totp?: boolean };

export function StaffSection() {
  const { t, language } = useI18n();
  const names = useNames();
  const blank = (): StaffDraft => ({
    login: "",
    name: "",
    email: "",
    roles: ["agent"],
    skills: {},
    queues: [],
    capacity: { voice: 1, chat: 4, email: 1, sms: 4, fax: 1 },
    interrupted_by: {
      email: ["voice", "chat", "sms"],
      fax: ["voice", "chat", "sms", "email"],
      chat: ["chat", "sms"],
      sms: ["chat", "sms"],
    },
    language,
    number: "",
    phone: "",
    on_phone: false,
    active: true,
    rev: 0,
    password: "",
  });
  return (
    <RecordSection<"staff", StaffDraft>
      kind="staff"
      title={t("admin.staff")}
      hint={t("staff.hint")}
      name={(person) => person.name}
      columns={[
        { name: t("staff.login"), cell: (person) => person.login },
        {
          name: t("staff.roles"),
          cell: (person) => (
            <Group gap={4}>
              {person.roles.map((role) => (
                <Badge key={role} color="gray">
                  {t(`role.${role}`)}
                </Badge>
              ))}
            </Group>
          ),
        },
        {
          name: t("staff.skills"),
          cell: (person) =>
            Object.entries(person.skills)
              .map(([skill, grade]) => `${names.skill(skill)} ${grade}`)
              .join(", "),
        },
        { name: t("staff.queues"), cell: (person) => person.queues.map(names.queue).join(", ") || t("staff.allQueues") },
        { name: t("admin.state"), cell: (person) => <ActiveBadge active={person.active} /> },
      ]}
      blank={blank}
      draftOf={(person) => without(person, "id", "created_at", "totp")}
      form={StaffForm}
    />
  );
}
