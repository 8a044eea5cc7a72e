import { NativeSelect } from "@mantine/core";
import type { ComponentType } from "react";
import { NavLink, useNavigate, useParams } from "react-router";
import { type Key, useT } from "../../i18n";
import classes from "./Admin.module.css";
import { AuditSection } from "./AuditSection";
import { BotLimitSection } from "./BotLimitSection";
import { CannedSection } from "./CannedSection";
import { MailboxSection } from "./channels/MailboxSection";
import { QuarantineSection } from "./channels/QuarantineSection";
import { SmsSection } from "./channels/SmsSection";
import { CalendarSection } from "./CalendarSection";
import { DispositionSection } from "./DispositionSection";
import { EntryPointSection } from "./EntryPointSection";
import { FileSection } from "./FileSection";
import { HelpCentreSection } from "./HelpCentreSection";
import { KnowledgeSection } from "./KnowledgeSection";
import { QueueSection } from "./QueueSection";
import { RuleSection } from "./rules/RuleSection";
import { SkillSection } from "./SkillSection";
import { StaffSection } from "./StaffSection";
import { TokenSection } from "./TokenSection";
import { WebhookSection } from "./WebhookSection";

const sections: { name: string; label: Key; screen: ComponentType }[] = [
  { name: "staff", label: "admin.staff", screen: StaffSection },
  { name: "skills", label: "admin.skills", screen: SkillSection },
  { name: "queues", label: "admin.queues", screen: QueueSection },
  { name: "hours", label: "admin.hours", screen: CalendarSection },
  { name: "entry-points", label: "admin.entryPoints", screen: EntryPointSection },
  { name: "mailboxes", label: "admin.mailboxes", screen: MailboxSection },
  { name: "sms", label: "admin.sms", screen: SmsSection },
  { name: "rules", label: "admin.rules", screen: RuleSection },
  { name: "bot-limits", label: "admin.botLimits", screen: BotLimitSection },
  { name: "quarantine", label: "admin.quarantine", screen: QuarantineSection },
  { name: "canned-replies", label: "admin.cannedReplies", screen: CannedSection },
  { name: "dispositions", label: "admin.dispositions", screen: DispositionSection },
  { name: "help-centre", label: "admin.helpCentre", screen: HelpCentreSection },
  { name: "knowledge", label: "admin.knowledge", screen: KnowledgeSection },
  { name: "webhooks", label: "admin.webhooks", screen: WebhookSection },
  { name: "tokens", label: "admin.tokens", screen: TokenSection },
  { name: "file", label: "admin.file", screen: FileSection },
  { name: "audit", label: "admin.audit", screen: AuditSection },
];

/** Everything an administrator sets up, section by section. */
export default function AdminPage() {
  const t = useT();
  const go = useNavigate();
  const { section } = useParams<"section">();
  const chosen = sections.find((each) => each.name === section) ?? sections[0];
  if (!chosen) return null;
  const Screen = chosen.screen;
  return (
    <div className={classes.page}>
      <nav className={classes.sections} aria-label={t("admin.label")}>
        {sections.map((each) => (
          <NavLink key={each.name} to={`/admin/${each.name}`} className={classes.section}>
            {t(each.label)}
          </NavLink>
        ))}
      </nav>
      <NativeSelect
        className={classes.chooser}
        aria-label={t("admin.label")}
        value={chosen.name}
        onChange={(event) => void go(`/admin/${event.currentTarget.value}`)}
        data={sections.map((each) => ({ value: each.name, label: t(each.label) }))}
      />
      <Screen />
    </div>
  );
}
