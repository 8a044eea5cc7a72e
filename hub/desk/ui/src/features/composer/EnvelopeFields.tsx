import { Alert, Button, Group, NativeSelect, TagsInput, TextInput } from "@mantine/core";
import { IconUsers } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import type { ConversationView, Way } from "../../api/types";
import { useT } from "../../i18n";
import classes from "../mail/Mail.module.css";
import { type EnvelopeState, type Head, readAddress, wayKey, written } from "./useEnvelope";

/** By which way the answer goes, and for mail to whom and under which subject. */
export function EnvelopeFields({ view, out }: { view: ConversationView; out: EnvelopeState }) {
  const t = useT();
  const name = (way: Way) => (way.label ? t("ways.one", { channel: t(`channel.${way.channel}`), address: way.label, name: way.name }) : t(`channel.${way.channel}`));
  if (out.ways.length <= 1 && !out.way?.mail && !out.refused) return null;
  return (
    <>
      {out.ways.length > 1 && out.way && (
        <NativeSelect
          size="xs"
          aria-label={t("ways.label")}
          leftSection={<span className={classes.by}>{t("ways.by")}</span>}
          leftSectionWidth={74}
          value={wayKey(out.way)}
          onChange={(event) => out.choose(event.currentTarget.value)}
          data={out.ways.map((way) => ({ value: wayKey(way), label: name(way) }))}
          data-testid="ways"
        />
      )}
      {out.refused && (
        <Alert color="orange" p="xs" data-testid="refused">
          {t(`refused.${out.refused === "opted_out" ? "opted_out" : "other"}`)}
        </Alert>
      )}
      {out.way?.mail && <MailFields view={view} out={out} />}
    </>
  );
}

function MailFields({ view, out }: { view: ConversationView; out: EnvelopeState }) {
  const t = useT();
  const [more, setMore] = useState(false);
  const others = out.way?.mail?.cc ?? [];
  const { head, edit } = out;
  const known = [
    ...view.addresses.filter((each) => each.kind === "email").map((each) => each.value),
    ...[...(out.way?.mail?.to ?? []), ...others].map(written),
  ];
  const allIn = others.every((one) => head.cc.some((text) => readAddress(text)?.address === one.address));
  const shown = more || head.cc.length > 0 || head.bcc.length > 0;
  return (
    <div className={classes.fields} data-testid="envelope">
      <People name="to" label={t("mail.to")} value={head.to} known={known} onChange={edit}>
        {others.length > 0 && !allIn && (
          <Button size="compact-xs" variant="default" leftSection={<IconUsers size={13} />} onClick={() => edit({ cc: others.map(written) })} data-testid="reply-all">
            {t("mail.replyAll", { count: others.length + 1 })}
          </Button>
        )}
        {!shown && (
          <Button size="compact-xs" variant="subtle" onClick={() => setMore(true)} data-testid="more-recipients">
            {t("mail.moreRecipients")}
          </Button>
        )}
      </People>
      {shown && <People name="cc" label={t("mail.cc")} value={head.cc} known={known} onChange={edit} />}
      {shown && <People name="bcc" label={t("mail.bcc")} value={head.bcc} known={known} onChange={edit} />}
      <Subject value={head.subject} onChange={(subject) => edit({ subject })} />
    </div>
  );
}

function Subject({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const t = useT();
  const id = useId();
  return (
    <>
      <label htmlFor={id}>{t("conversation.subject")}</label>
      <TextInput id={id} size="xs" variant="unstyled" classNames={{ input: classes.line }} value={value} maxLength={500} onChange={(event) => onChange(event.currentTarget.value)} data-testid="subject" />
    </>
  );
}

interface PeopleProps {
  name: "to" | "cc" | "bcc";
  label: string;
  value: string[];
  known: string[];
  onChange: (change: Partial<Head>) => void;
  /** Beside the field. */
  children?: ReactNode;
}

/** Addresses as chips; whoever took part is suggested. */
function People({ name, label, value, known, onChange, children }: PeopleProps) {
  const t = useT();
  const id = useId();
  const wrong = value.find((text) => !readAddress(text));
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <TagsInput
          className="grow"
          id={id}
          size="xs"
          variant="unstyled"
          classNames={{ input: classes.line, inputField: classes.chipField }}
          data={[...new Set(known)].filter((each) => !value.includes(each))}
          splitChars={[",", ";"]}
          acceptValueOnBlur
          value={value}
          onChange={(people) => onChange({ [name]: people })}
          error={wrong && t("mail.notAddress", { text: wrong })}
          data-testid={`mail-${name}`}
        />
        {children}
      </Group>
    </>
  );
}
