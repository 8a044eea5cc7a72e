import { Button, Group, Loader, Text } from "@mantine/core";
import { IconAlertTriangle, IconCalendarEvent, IconDots, IconDownload, IconPalette } from "@tabler/icons-react";
import { useState } from "react";
import { fileUrl } from "../../api/client";
import { useQuoted } from "../../api/mail";
import type { MailView, Message } from "../../api/types";
import { Markdown } from "../../components/Markdown";
import { useT, whyText } from "../../i18n";
import { bytes } from "../../lib/time";
import { Attachments } from "../conversation/Attachments";
import classes from "./Mail.module.css";
import { MailPage } from "./MailPage";

/** What is new in a mail first; history and signature folded away; its own looks and its original on demand. */
export function MailBody({ message, view }: { message: Message; view: MailView | undefined }) {
  const t = useT();
  const [unfolded, setUnfolded] = useState(false);
  const [page, setPage] = useState(false);
  const mail = view?.mail;
  const files = page && view ? message.attachments.filter(({ file }) => !view.in_page.includes(file)) : message.attachments;
  return (
    <>
      {page && view ? (
        <MailPage id={message.id} remote={view.remote_pictures} />
      ) : (
        <Markdown text={message.text || t("mail.noText")} plain={message.format !== "markdown"} />
      )}
      {mail?.calendar && (
        <div className={classes.calendar}>
          <IconCalendarEvent size={16} role="img" aria-label={t("mail.calendar")} />
          <Text size="sm" className={classes.pre}>
            {mail.calendar}
          </Text>
        </div>
      )}
      {view && mail && (mail.signature || view.has_quoted) && !page && (
        <>
          <Button
            size="compact-xs"
            variant="default"
            mt={6}
            leftSection={<IconDots size={14} />}
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
            data-testid="unfold"
          >
            {unfolded ? t("mail.fold") : t("mail.unfold")}
          </Button>
          {unfolded && <Folded view={view} signature={mail.signature} />}
        </>
      )}
      <Attachments files={files} />
      {view && mail && (view.has_page || mail.original) && (
        <Group gap={6} mt={6}>
          {view.has_page && (
            <Button size="compact-xs" variant="subtle" leftSection={<IconPalette size={14} />} aria-pressed={page} onClick={() => setPage(!page)} data-testid="as-designed">
              {page ? t("mail.asText") : t("mail.asDesigned")}
            </Button>
          )}
          {mail.original && (
            <Button
              component="a"
              href={fileUrl(mail.original.file)}
              download={mail.original.name}
              size="compact-xs"
              variant="subtle"
              leftSection={<IconDownload size={14} />}
              data-testid="original"
            >
              {t("mail.original")} · {bytes(mail.original.size)}
            </Button>
          )}
        </Group>
      )}
      {mail && mail.problems.length > 0 && (
        <Group gap={6} mt={6} wrap="nowrap" align="flex-start" c="var(--mantine-color-orange-light-color)">
          <IconAlertTriangle size={15} aria-hidden="true" style={{ flexShrink: 0, marginTop: 2 }} />
          <Text size="xs">{t("mail.problems", { problems: mail.problems.map((each) => whyText(t, each)).join(" ") })}</Text>
        </Group>
      )}
    </>
  );
}

/** Signature and history; the history is asked for now. */
function Folded({ view, signature }: { view: MailView; signature: string }) {
  const { data, isPending } = useQuoted(view.message, view.has_quoted);
  if (view.has_quoted && isPending) return <Loader size="xs" mt={6} />;
  return (
    <blockquote className={classes.quoted} data-testid="quoted">
      {[signature, data].filter(Boolean).join("\n\n")}
    </blockquote>
  );
}
