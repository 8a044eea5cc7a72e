import { Button, Group, Paper, Text } from "@mantine/core";
import { IconPhoneIncoming, IconPhoneOff } from "@tabler/icons-react";
import { useEffect } from "react";
import { Link, useLocation, useNavigate } from "react-router";
import { type CallView, refOf, useCall, useCalls, useCallStep } from "../../api/calls";
import { useConversation } from "../../api/conversations";
import type { Id, Me } from "../../api/types";
import { KeyHint } from "../../components/KeyHint";
import { useCustomerName } from "../../components/marks";
import { useT } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import { useTitleFlash } from "./useTitleFlash";
import classes from "./Call.module.css";
import { CallBar } from "./CallBar";
import { isOver, ringsFor, resumes } from "./duties";
import { callerName } from "./parties";
import { usePhone } from "./PhoneProvider";
import { useRing } from "./useRing";

/** What the telephone does on every screen: ring for colleagues' calls, take up and end calls, and stay at hand. */
export function Telephone({ me }: { me: Me }) {
  const [phone, { ref }] = usePhone();
  const { data: calls = [] } = useCalls(true);
  const ringing = calls.filter((call) => ringsFor(call, me.id));
  const resumed = ref === null ? calls.find((call) => resumes(call, me.id)) : undefined;
  useEffect(() => {
    if (resumed) void phone.resume(resumed, resumed.parties.find((party) => party.id === me.id)?.role);
  }, [phone, resumed, me.id]);
  return (
    <>
      {ringing.map((call, place) => (
        <Incoming key={call.id} call={call} me={me} first={place === 0} />
      ))}
      {ref && <Ongoing key={ref} callRef={ref} me={me} />}
    </>
  );
}

/** The call the telephone is in, shown here unless its conversation is open. */
function Ongoing({ callRef, me }: { callRef: Id; me: Me }) {
  const t = useT();
  const [phone] = usePhone();
  const { pathname } = useLocation();
  const nameOf = useCustomerName();
  const { data: call } = useCall(callRef);
  const { data: view } = useConversation(callRef, Boolean(call?.conversation));
  const own = !call?.conversation || view?.conversation.agent === me.id;
  const over = call !== undefined && (view !== undefined || !call?.conversation) && isOver(call, me.id, own);
  const id = call?.id ?? "";
  useEffect(() => {
    if (over) phone.finish(id);
  }, [phone, over, id]);
  if (!call || pathname.includes(callRef)) return null;
  const name = view ? callerName(view.contact, call, nameOf(view.contact, view.addresses, "voice")) : otherName(call, me.id);
  return (
    <div data-testid="call-elsewhere-bar">
      <CallBar call={call} name={name} own={own} />
      {view && (
        <Button component={Link} to={`/inbox/all/${callRef}`} variant="subtle" size="compact-xs" m={4}>
          {t("call.open")}
        </Button>
      )}
    </div>
  );
}

const otherName = (call: CallView, me: Id): string =>
  (call.caller && call.caller !== me ? call.caller_name : call.parties.find((party) => party.id !== me)?.name) || call.number;

/** A colleague calls, or asks one into a call. */
function Incoming({ call, me, first }: { call: CallView; me: Me; first: boolean }) {
  const t = useT();
  const go = useNavigate();
  const [phone] = usePhone();
  const ref = refOf(call);
  const step = useCallStep(ref);
  const by = call.parties.find((party) => party.id === me.id)?.by;
  const name = call.caller_name || call.parties.find((party) => party.id === by)?.name || t("call.colleague");
  useRing(true);
  useTitleFlash(t("call.tab", { name }));
  const accept = () => {
    void phone.take(ref);
    if (call.conversation) void go(`/inbox/all/${call.conversation}`);
  };
  const decline = () => step.mutate({ step: "drop", party: me.id });
  useCommand({ id: "call-accept", group: "general", label: t("offer.accept"), keys: "a", run: accept }, first);
  useCommand({ id: "call-decline", group: "general", label: t("offer.decline"), keys: "d", run: decline }, first);
  return (
    <Paper className={classes.incoming} withBorder p="sm" role="alertdialog" aria-label={t("call.tab", { name })} data-testid="incoming-call">
      <Group gap="sm" className={classes.invitation}>
        <IconPhoneIncoming className={classes.ringing} size={26} aria-hidden="true" />
        <div className={classes.who}>
          <Text fw={600} truncate>
            {name}
          </Text>
          <Text size="xs" c="dimmed" lineClamp={3}>
            {call.conversation ? t("call.asksYouIn", { number: call.number || t("call.somebody"), about: call.about }) : t("call.callsYou")}
          </Text>
        </div>
        <Button onClick={accept} rightSection={first && <KeyHint>A</KeyHint>} data-testid="incoming-accept">
          {t("offer.accept")}
        </Button>
        <Button variant="default" color="red" leftSection={<IconPhoneOff size={15} />} onClick={decline} data-testid="incoming-decline">
          {t("offer.decline")}
        </Button>
      </Group>
    </Paper>
  );
}
