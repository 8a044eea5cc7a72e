import { Alert, Switch, Textarea } from "@mantine/core";
import type { Security } from "../../../api/types";
import { useT } from "../../../i18n";
import { Pair, Whole } from "../parts";
import type { FormProps } from "../RecordSection";
import { ConnectionTest } from "./ChannelState";
import { Line, Pick, PickEntryPoint, Secret, Section } from "./fields";
import { type MailboxDraft, presetOf, presets, serversOf, withAddress } from "./mailboxPresets";

type Props = FormProps<"mailboxes", MailboxDraft>;

/** How a mailbox is read, and how it sends. */
export function MailboxForm(props: Props) {
  const { draft, set, fault } = props;
  const t = useT();
  const preset = presetOf(draft);
  return (
    <>
      <PickEntryPoint channel="email" value={draft.entry_point} error={fault("entry_point")} onChange={(entry_point) => set({ entry_point })} />
      <Pair>
        <Line label={t("mailbox.address")} required placeholder="help@example.com" value={draft.address} error={fault("address")} onChange={(address) => set(withAddress(draft, address))} />
        <Line label={t("mailbox.name")} hint={t("mailbox.nameHint")} value={draft.name} error={fault("name")} onChange={(name) => set({ name })} />
      </Pair>
      <Pick
        label={t("mailbox.provider")}
        value={preset}
        choices={presets.map((value) => ({ value, label: t(`mailbox.provider.${value}`) }))}
        onChange={(value) => set(serversOf(value, draft.address))}
      />
      <Alert variant="light">{t(`mailbox.how.${preset}`)}</Alert>
      <Reading {...props} />
      <Sending {...props} />
      <Credentials {...props} />
      <Signing {...props} />
      <Section legend={t("mailbox.threads")}>
        <Switch
          label={t("mailbox.plus")}
          description={t("mailbox.plusHint", { example: draft.address.replace("@", "+…@") || "help+…@example.com" })}
          checked={draft.plus_addressing}
          onChange={(event) => set({ plus_addressing: event.currentTarget.checked })}
        />
        <Switch
          label={t("mailbox.rewrites")}
          description={t("mailbox.rewritesHint")}
          checked={draft.rewrites_ids}
          onChange={(event) => set({ rewrites_ids: event.currentTarget.checked })}
        />
      </Section>
      <Section legend={t("mailbox.senders")}>
        <Line label={t("mailbox.authserv")} hint={t("mailbox.authservHint")} placeholder="mx.example.com" value={draft.authserv_id} error={fault("authserv_id")} onChange={(authserv_id) => set({ authserv_id })} />
      </Section>
      <Section legend={t("mailbox.automatic")}>
        <Whole label={t("mailbox.automaticPerHour")} hint={t("mailbox.automaticHint")} min={0} value={draft.automatic_per_hour} error={fault("automatic_per_hour")} onChange={(automatic_per_hour) => set({ automatic_per_hour })} />
      </Section>
      <ConnectionTest kind="mailboxes" draft={draft} id={props.record?.id} />
      <Switch label={t("admin.active")} checked={draft.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
    </>
  );
}

function Reading({ draft: { imap }, set, fault }: Props) {
  const t = useT();
  if (!imap) return null;
  const change = (part: Partial<typeof imap>) => set({ imap: { ...imap, ...part } });
  return (
    <Section legend={t("mailbox.reading")}>
      <Line label={t("server.host")} required placeholder="imap.example.com" value={imap.host} error={fault("imap.host")} onChange={(host) => change({ host })} />
      <Pair>
        <Whole label={t("server.port")} min={1} max={65535} value={imap.port} error={fault("imap.port")} onChange={(port) => change({ port })} />
        <PickSecurity value={imap.security} onChange={(security) => change({ security })} error={fault("imap.security")} />
      </Pair>
      <Line label={t("server.user")} required value={imap.user} error={fault("imap.user")} onChange={(user) => change({ user })} />
      <Pair>
        <Line label={t("mailbox.folder")} value={imap.folder} error={fault("imap.folder")} onChange={(folder) => change({ folder })} />
        <Line label={t("mailbox.sentFolder")} hint={t("mailbox.sentFolderHint")} value={imap.sent_folder} error={fault("imap.sent_folder")} onChange={(sent_folder) => change({ sent_folder })} />
      </Pair>
    </Section>
  );
}

function Sending({ draft: { smtp }, set, fault }: Props) {
  const t = useT();
  if (!smtp)
    return (
      <Switch label={t("mailbox.sends")} checked={false} onChange={() => set({ smtp: serversOf("imap", "").smtp })} />
    );
  const change = (part: Partial<typeof smtp>) => set({ smtp: { ...smtp, ...part } });
  return (
    <Section legend={t("mailbox.sending")}>
      <Line label={t("server.host")} required placeholder="smtp.example.com" value={smtp.host} error={fault("smtp.host")} onChange={(host) => change({ host })} />
      <Pair>
        <Whole label={t("server.port")} min={1} max={65535} value={smtp.port} error={fault("smtp.port")} onChange={(port) => change({ port })} />
        <PickSecurity value={smtp.security} onChange={(security) => change({ security })} error={fault("smtp.security")} />
      </Pair>
      <Line label={t("server.user")} hint={t("mailbox.noUser")} value={smtp.user} error={fault("smtp.user")} onChange={(user) => change({ user })} />
    </Section>
  );
}

function Credentials({ draft, set, fault }: Props) {
  const t = useT();
  const { oauth } = draft;
  if (!draft.imap && !draft.smtp?.user) return null;
  const change = (part: Partial<NonNullable<typeof oauth>>) => oauth && set({ oauth: { ...oauth, ...part } });
  return (
    <Section legend={t("mailbox.credentials")}>
      <Switch
        label={t("mailbox.withOauth")}
        checked={oauth !== null}
        onChange={(event) => set({ oauth: event.currentTarget.checked ? { token_url: "", client_id: "", scope: "" } : null })}
      />
      {oauth ? (
        <>
          <Line label={t("oauth.tokenUrl")} required placeholder="https://" value={oauth.token_url} error={fault("oauth.token_url")} onChange={(token_url) => change({ token_url })} />
          <Pair>
            <Line label={t("oauth.client")} required value={oauth.client_id} error={fault("oauth.client_id")} onChange={(client_id) => change({ client_id })} />
            <Line label={t("oauth.scope")} value={oauth.scope} error={fault("oauth.scope")} onChange={(scope) => change({ scope })} />
          </Pair>
          <Secret label={t("oauth.secret")} value={draft.client_secret} error={fault("client_secret")} onChange={(client_secret) => set({ client_secret })} />
          <Secret label={t("oauth.refresh")} hint={t("oauth.refreshHint")} value={draft.refresh_token} error={fault("refresh_token")} onChange={(refresh_token) => set({ refresh_token })} />
        </>
      ) : (
        <Secret label={t("login.password")} value={draft.password} error={fault("password")} onChange={(password) => set({ password })} />
      )}
    </Section>
  );
}

function Signing({ draft, set, fault }: Props) {
  const t = useT();
  return (
    <Section legend={t("dkim.title")}>
      <Pair>
        <Line label={t("dkim.selector")} value={draft.dkim_selector} error={fault("dkim_selector")} onChange={(dkim_selector) => set({ dkim_selector })} />
        <Line label={t("dkim.domain")} value={draft.dkim_domain} error={fault("dkim_domain")} onChange={(dkim_domain) => set({ dkim_domain })} />
      </Pair>
      <Textarea
        label={t("dkim.key")}
        description={`${t("dkim.hint")} ${t("secret.hint")}`}
        inputWrapperOrder={["label", "input", "description", "error"]}
        placeholder="-----BEGIN PRIVATE KEY-----"
        autosize
        maxRows={5}
        value={draft.dkim_key}
        error={fault("dkim_key")}
        onChange={(event) => set({ dkim_key: event.currentTarget.value })}
      />
    </Section>
  );
}

function PickSecurity({ value, onChange }: { value: Security; onChange: (value: Security) => void; error?: string }) {
  const t = useT();
  const all: Security[] = ["tls", "starttls", "none"];
  return <Pick label={t("server.security")} value={value} onChange={onChange} choices={all.map((each) => ({ value: each, label: t(`security.${each}`) }))} />;
}
