import { ActionIcon, Button, Group, NumberInput, SegmentedControl, Stack, Switch, TagsInput, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from "@tabler/icons-react";
import type { Smsc, SmsRoute } from "../../../api/types";
import { useT } from "../../../i18n";
import classes from "../Admin.module.css";
import { Pair, PickCalendar, Texts, Whole } from "../parts";
import type { FormProps } from "../RecordSection";
import { ConnectionTest } from "./ChannelState";
import { Line, PickEntryPoint, Secret, Section } from "./fields";
import { Keywords } from "./Keywords";
import { WebhookAddresses } from "./WebhookAddresses";

export type SmsRouteDraft = Omit<SmsRoute, "id">;
type Props = FormProps<"sms-routes", SmsRouteDraft>;

export const emptySmsc = (): Smsc => ({ host: "", port: 2775, tls: false, system_id: "", system_type: "" });
const twilio = { url: "https://api.twilio.com/2010-04-01", account: "" };

/** How SMS of one of our numbers come and go. */
export function SmsRouteForm(props: Props) {
  const { draft, set, fault } = props;
  const t = useT();
  return (
    <>
      <PickEntryPoint channel="sms" value={draft.entry_point} error={fault("entry_point")} onChange={(entry_point) => set({ entry_point })} />
      <Pair>
        <Line label={t("sms.number")} hint={t("sms.numberHint")} required placeholder="+4915112345678" value={draft.number} error={fault("number")} onChange={(number) => set({ number })} />
        <Line label={t("sms.region")} hint={t("sms.regionHint")} placeholder="DE" value={draft.region} error={fault("region")} onChange={(region) => set({ region: region.toUpperCase() })} />
      </Pair>
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label={t("sms.way")}
        value={draft.http ? "http" : "smpp"}
        onChange={(way) => set(way === "http" ? { http: twilio, smscs: [] } : { http: null, smscs: [emptySmsc()] })}
        data={(["smpp", "http"] as const).map((value) => ({ value, label: t(`sms.way.${value}`) }))}
      />
      {draft.http ? <Provider {...props} /> : <Centres {...props} />}
      <Limits {...props} />
      <Words {...props} />
      <ConnectionTest kind="sms-routes" draft={draft} id={props.record?.id} />
      <Switch label={t("admin.active")} checked={draft.active} onChange={(event) => set({ active: event.currentTarget.checked })} />
    </>
  );
}

function Provider({ draft, set, fault, record }: Props) {
  const t = useT();
  const { http } = draft;
  if (!http) return null;
  return (
    <Section legend={t("sms.way.http")}>
      <Line label={t("sms.url")} hint={t("sms.urlHint")} required value={http.url} error={fault("http.url")} onChange={(url) => set({ http: { ...http, url } })} />
      <Line label={t("sms.account")} required value={http.account} error={fault("http.account")} onChange={(account) => set({ http: { ...http, account } })} />
      <Secret label={t("sms.token")} required value={draft.secret} error={fault("secret")} onChange={(secret) => set({ secret })} />
      {record ? <WebhookAddresses route={record.id} /> : <Text size="xs">{t("sms.webhooksLater")}</Text>}
    </Section>
  );
}

/** The operator's message centres, in the order in which they are tried. */
function Centres({ draft, set, fault }: Props) {
  const t = useT();
  const { smscs } = draft;
  const change = (place: number, part: Partial<Smsc>) => set({ smscs: smscs.map((each, at) => (at === place ? { ...each, ...part } : each)) });
  const swap = (place: number, other: number) => {
    const [one, two] = [smscs[place], smscs[other]];
    if (one && two) set({ smscs: smscs.with(place, two).with(other, one) });
  };
  return (
    <Section legend={t("sms.way.smpp")}>
      <Stack gap="xs">
        <Text size="xs" c="dimmed">
          {t("sms.centresHint")}
        </Text>
        {smscs.map((smsc, place) => (
          <Stack key={place} gap="xs" className={classes.step} role="group" aria-label={t("sms.centre", { number: place + 1 })}>
            <Group justify="space-between">
              <Text size="sm" fw={600}>
                {t("sms.centre", { number: place + 1 })}
              </Text>
              <Group gap={2}>
                <ActionIcon aria-label={t("order.up", { name: place + 1 })} disabled={place === 0} onClick={() => swap(place, place - 1)}>
                  <IconArrowUp size={16} />
                </ActionIcon>
                <ActionIcon aria-label={t("order.down", { name: place + 1 })} disabled={place === smscs.length - 1} onClick={() => swap(place, place + 1)}>
                  <IconArrowDown size={16} />
                </ActionIcon>
                <ActionIcon aria-label={t("app.removeNumbered", { label: t("sms.centres"), number: place + 1 })} disabled={smscs.length === 1} onClick={() => set({ smscs: smscs.filter((_, at) => at !== place) })}>
                  <IconTrash size={16} />
                </ActionIcon>
              </Group>
            </Group>
            <Pair>
              <Line label={t("server.host")} required placeholder="smpp.example.com" value={smsc.host} error={fault(`smscs[${place}].host`)} onChange={(host) => change(place, { host })} />
              <Whole label={t("server.port")} min={1} max={65535} value={smsc.port} error={fault(`smscs[${place}].port`)} onChange={(port) => change(place, { port })} />
            </Pair>
            <Pair>
              <Line label={t("sms.systemId")} required value={smsc.system_id} error={fault(`smscs[${place}].system_id`)} onChange={(system_id) => change(place, { system_id })} />
              <Line label={t("sms.systemType")} value={smsc.system_type} error={fault(`smscs[${place}].system_type`)} onChange={(system_type) => change(place, { system_type })} />
            </Pair>
            <Switch label={t("sms.tls")} checked={smsc.tls} onChange={(event) => change(place, { tls: event.currentTarget.checked })} />
          </Stack>
        ))}
        <Button variant="default" w="fit-content" leftSection={<IconPlus size={14} />} onClick={() => set({ smscs: [...smscs, emptySmsc()] })}>
          {t("sms.addCentre")}
        </Button>
        <Secret label={t("login.password")} hint={t("sms.passwordHint")} value={draft.secret} error={fault("secret")} onChange={(secret) => set({ secret })} />
      </Stack>
    </Section>
  );
}

function Limits({ draft, set, fault }: Props) {
  const t = useT();
  return (
    <Section legend={t("sms.limits")}>
      <Pair>
        <Whole label={t("sms.perSecond")} min={1} value={draft.per_second} error={fault("per_second")} onChange={(per_second) => set({ per_second })} />
        <Whole label={t("sms.window")} hint={t("sms.windowHint")} min={1} value={draft.window} error={fault("window")} onChange={(window) => set({ window })} />
      </Pair>
      <Pair>
        <Whole label={t("sms.perNumber")} min={1} value={draft.per_number_per_hour} error={fault("per_number_per_hour")} onChange={(per_number_per_hour) => set({ per_number_per_hour })} />
        <Whole label={t("sms.validity")} hint={t("sms.validityHint")} min={1} value={draft.validity_hours} error={fault("validity_hours")} onChange={(validity_hours) => set({ validity_hours })} />
      </Pair>
      <PickCalendar label={t("sms.quiet")} value={draft.quiet_calendar} error={fault("quiet_calendar")} onChange={(quiet_calendar) => set({ quiet_calendar })} />
      <Switch
        label={t("sms.straighten")}
        description={t("sms.straightenHint")}
        checked={draft.straighten}
        onChange={(event) => set({ straighten: event.currentTarget.checked })}
      />
      <Pair>
        <NumberInput label={t("sms.price")} min={0} decimalScale={4} value={draft.price_per_part} error={fault("price_per_part")} onChange={(next) => set({ price_per_part: Number(next) || 0 })} />
        <Line label={t("sms.currency")} value={draft.currency} error={fault("currency")} onChange={(currency) => set({ currency: currency.toUpperCase() })} />
      </Pair>
    </Section>
  );
}

function Words({ draft, set, fault }: Props) {
  const t = useT();
  return (
    <Section legend={t("sms.words")}>
      <TagsInput label={t("sms.stopWords")} description={t("sms.stopHint")} value={draft.stop_words} error={fault("stop_words")} onChange={(stop_words) => set({ stop_words })} />
      <Texts label={t("sms.stopText")} hint={t("sms.stopTextHint")} value={draft.stop_text} onChange={(stop_text) => set({ stop_text })} />
      <TagsInput label={t("sms.startWords")} description={t("sms.startHint")} value={draft.start_words} error={fault("start_words")} onChange={(start_words) => set({ start_words })} />
      <Texts label={t("sms.startText")} hint={t("sms.stopTextHint")} value={draft.start_text} onChange={(start_text) => set({ start_text })} />
      <Keywords value={draft.flows} onChange={(flows) => set({ flows })} fault={fault} />
    </Section>
  );
}
