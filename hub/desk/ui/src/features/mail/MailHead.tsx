import { Badge, Group, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { Mail, MailAddress } from "../../api/types";
import { FactList } from "../../components/FactList";
import { useI18n, useT } from "../../i18n";
import { fullTime } from "../../lib/time";
import classes from "./Mail.module.css";

const short = ({ name, address }: MailAddress) => name || address;
const full = ({ name, address }: MailAddress) => (name ? `${name} <${address}>` : address);
const all = (people: MailAddress[]) => people.map(full).join(", ");

/** "Re: AW: Order" and "order" are one subject. */
export const subjectCore = (subject: string) =>
  subject
    .replace(/^(\s*(re|aw|wg|fwd?|sv|antw|回复|答复|转发)\s*(\[\d+\])?\s*[:：])+/i, "")
    .trim()
    .toLowerCase();

/** Whom a mail came from and went to: one line, and everything on demand. */
export function MailHead({ mail, subject }: { mail: Mail; subject: string }) {
  const t = useT();
  const { language } = useI18n();
  const [open, setOpen] = useState(false);
  const Icon = open ? IconChevronDown : IconChevronRight;
  const to = mail.to.map(short).join(", ");
  const cc = mail.cc.map(short).join(", ");
  return (
    <div className={classes.head}>
      <UnstyledButton className={classes.people} aria-expanded={open} onClick={() => setOpen(!open)} data-testid="mail-head">
        <Icon size={13} aria-hidden="true" style={{ flexShrink: 0 }} />
        <span className={classes.cut}>
          {t("mail.toLine", { to: to || t("mail.nobody") })}
          {cc && ` · ${t("mail.ccLine", { cc })}`}
          {mail.bcc.length > 0 && ` · ${t("mail.bccLine", { bcc: mail.bcc.map(short).join(", ") })}`}
        </span>
      </UnstyledButton>
      {open && (
        <FactList
          facts={[
            [t("mail.from"), full(mail.sender)],
            [t("mail.replyTo"), mail.reply_to ? full(mail.reply_to) : null],
            [t("mail.to"), all(mail.to)],
            [t("mail.cc"), all(mail.cc)],
            [t("mail.bcc"), all(mail.bcc)],
            [t("conversation.subject"), mail.subject],
            [t("mail.date"), mail.date ? fullTime(mail.date, language) : null],
            [t("mail.list"), mail.list_id],
            ["Message-ID", <code key="id" className={classes.id}>{mail.message_id}</code>],
          ]}
        />
      )}
      {mail.subject && subjectCore(mail.subject) !== subjectCore(subject) && (
        <Text size="sm" fw={600} data-testid="mail-subject">
          {mail.subject}
        </Text>
      )}
      <Badges mail={mail} />
    </div>
  );
}

const colours = { verified: "teal", unverified: "gray", failed: "red" };

/** What one should know of a mail before believing or answering it. */
function Badges({ mail }: { mail: Mail }) {
  const t = useT();
  const marks = [
    mail.automatic && mail.automatic !== "own" ? { key: mail.automatic, colour: "orange", text: t(`automatic.${mail.automatic}`) } : null,
    mail.signed ? { key: "signed", colour: "gray", text: t("mail.signed") } : null,
    mail.encrypted ? { key: "encrypted", colour: "gray", text: t("mail.encrypted") } : null,
  ].filter((each) => each !== null);
  const check = mail.sender_check;
  if (marks.length === 0 && !check) return null;
  return (
    <Group gap={4}>
      {check && (
        <Tooltip label={t(`mail.sender.${check}.means`)} multiline w={280} events={{ hover: true, focus: true, touch: true }}>
          <Badge tabIndex={0} color={colours[check]} variant={check === "failed" ? "filled" : "light"} data-testid={`sender-${check}`}>
            {t(`mail.sender.${check}`)}
          </Badge>
        </Tooltip>
      )}
      {marks.map(({ key, colour, text }) => (
        <Badge key={key} color={colour} data-testid={`badge-${key}`}>
          {text}
        </Badge>
      ))}
    </Group>
  );
}
