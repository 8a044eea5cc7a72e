import { Button, Group, Text } from "@mantine/core";
import { IconAlertTriangle, IconCalendarEvent, IconDots, IconDownload, IconPalette } from "@tabler/icons-react";
import { useState } from "react";
import { fileUrl } from "../../api/client";
import type { Mail, Message } from "../../api/types";
import { Markdown } from "../../components/Markdown";
import { useT } from "../../i18n";
import { bytes } from "../../lib/time";
import { Attachments } from "../conversation/Attachments";
import classes from "./Mail.module.css";
import { isInPage, MailPage } from "./MailPage";

/** What is new in a mail first; history and signature folded away; its own looks and its original on demand. */
export function MailBody({ message, mail }: { message: Message; mail: Mail | null | undefined }) {
  const t = useT();
  const [unfolded, setUnfolded] = useState(false);
  const [page, setPage] = useState(false);
  const folded = [mail?.signature, mail?.quoted].filter(Boolean).join("\n\n");
  return (
    <>
      {page && mail ? (
        <MailPage html={mail.html} files={message.attachments} />
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
      {folded && !page && (
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
          {unfolded && (
            <blockquote className={classes.quoted} data-testid="quoted">
              {folded}
            </blockquote>
          )}
        </>
      )}
      <Attachments files={page && mail ? message.attachments.filter((file) => !isInPage(file, mail.html)) : message.attachments} />
      {mail && (mail.html || mail.original) && (
        <Group gap={6} mt={6}>
          {mail.html && (
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
          <Text size="xs">{t("mail.problems", { problems: mail.problems.join("; ") })}</Text>
        </Group>
      )}
    </>
  );
}
