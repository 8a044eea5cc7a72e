import { useNames } from "../../../api/directory";
import { useT } from "../../../i18n";
import { ActiveBadge, without } from "../parts";
import { RecordSection } from "../RecordSection";
import { LiveState } from "./ChannelState";
import { MailboxForm } from "./MailboxForm";
import { type MailboxDraft, presetOf, serversOf } from "./mailboxPresets";

const blank = (): MailboxDraft => ({
  entry_point: "",
  address: "",
  name: "",
  ...serversOf("imap", ""),
  password: "",
  client_secret: "",
  refresh_token: "",
  dkim_selector: "",
  dkim_domain: "",
  dkim_key: "",
  automatic_per_hour: 200,
  active: true,
  rev: 0,
});

export function MailboxSection() {
  const t = useT();
  const names = useNames();
  return (
    <RecordSection<"mailboxes", MailboxDraft>
      kind="mailboxes"
      title={t("admin.mailboxes")}
      hint={t("mailbox.hint")}
      name={(mailbox) => mailbox.address}
      columns={[
        { name: t("mailbox.provider"), cell: (mailbox) => t(`mailbox.provider.${presetOf(mailbox)}`) },
        { name: t("channels.entryPoint"), cell: (mailbox) => names.entryPoint(mailbox.entry_point) },
        { name: t("channels.now"), cell: (mailbox) => <LiveState entryPoint={mailbox.entry_point} active={mailbox.active} /> },
        { name: t("admin.state"), cell: (mailbox) => <ActiveBadge active={mailbox.active} /> },
      ]}
      blank={blank}
      draftOf={(mailbox) => without(mailbox, "id")}
      form={MailboxForm}
    />
  );
}
