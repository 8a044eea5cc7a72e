import { useNames } from "../../../api/directory";
import { useT } from "../../../i18n";
import { ActiveBadge, without } from "../parts";
import { RecordSection } from "../RecordSection";
import { LiveState } from "./ChannelState";
import { OptOuts } from "./OptOuts";
import { emptySmsc, type SmsRouteDraft, SmsRouteForm } from "./SmsRouteForm";

const blank = (): SmsRouteDraft => ({
  entry_point: "",
  number: "",
  region: "",
  smscs: [emptySmsc()],
  http: null,
  secret: "",
  per_second: 10,
  window: 10,
  per_number_per_hour: 20,
  quiet_calendar: null,
  validity_hours: 48,
  straighten: true,
  price_per_part: 0,
  currency: "EUR",
  stop_words: ["STOP", "UNSUBSCRIBE", "TD", "退订"],
  start_words: ["START", "订阅"],
  stop_text: {},
  start_text: {},
  flows: {},
  active: true,
  rev: 0,
});

export function SmsSection() {
  const t = useT();
  const names = useNames();
  return (
    <RecordSection<"sms-routes", SmsRouteDraft>
      kind="sms-routes"
      path="sms"
      title={t("admin.sms")}
      hint={t("sms.hint")}
      name={(route) => route.number}
      columns={[
        { name: t("sms.way"), cell: (route) => (route.http ? t("sms.way.http") : route.smscs.map((each) => each.host).join(", ")) },
        { name: t("channels.entryPoint"), cell: (route) => names.entryPoint(route.entry_point) },
        { name: t("channels.now"), cell: (route) => <LiveState entryPoint={route.entry_point} active={route.active} /> },
        { name: t("admin.state"), cell: (route) => <ActiveBadge active={route.active} /> },
      ]}
      blank={blank}
      draftOf={(route) => without(route, "id")}
      form={SmsRouteForm}
      extra={OptOuts}
    />
  );
}
