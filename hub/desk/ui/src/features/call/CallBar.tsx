import { Button, Group, Text } from "@mantine/core";
import {
  IconMicrophone,
  IconMicrophoneOff,
  IconPhoneOff,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerRecord,
  IconArrowsExchange,
  IconUserPlus,
  IconVolume,
} from "@tabler/icons-react";
import { useState } from "react";
import { type CallView, refOf, useCallStep } from "../../api/calls";
import { useMe } from "../../api/session";
import { Elapsed } from "../../components/marks";
import { useT } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import classes from "./Call.module.css";
import { AudioButton } from "./AudioButton";
import { CallKey } from "./CallKey";
import { CallWarnings } from "./CallWarnings";
import { HandOver } from "./HandOver";
import { KeypadButton } from "./KeypadButton";
import { LevelMeter } from "./LevelMeter";
import { Parties } from "./Parties";
import { stageOf, successor, partyOf } from "./parties";
import { usePhone } from "./PhoneProvider";
import { RoleSwitch } from "./RoleSwitch";

interface Props {
  call: CallView;
  /** Who is on the other side. */
  name: string;
  /** The one who has the work; others were asked in, or supervise. */
  own: boolean;
}

/** The telephone during a call: how it stands, who is in it, and what one does on the phone. */
export function CallBar({ call, name, own }: Props) {
  const t = useT();
  const me = useMe();
  const [phone, state] = usePhone();
  const ref = refOf(call);
  const step = useCallStep(ref);
  const [dialog, setDialog] = useState<"transfer" | "invite" | null>(null);
  const here = state.ref === ref;
  const mine = partyOf(call, me.id);
  const muted = call.own_phone ? (mine?.muted ?? false) : state.muted;
  const connected = call.own_phone ? mine?.state === "connected" : here && state.line.state === "connected";
  const stage = stageOf(call);
  const inHouse = call.conversation === "";
  const supervises = mine?.kind === "supervisor";
  const speaks = connected && (mine?.role ?? state.role) !== "listen";

  const mute = () => {
    if (!call.own_phone) phone.mute(!muted);
    step.mutate({ step: "mute", body: { on: !muted } });
  };
  const hold = () => step.mutate({ step: "hold", body: { on: !call.held } });
  const end = () => {
    if (own || inHouse) step.mutate({ step: "end" });
    else if (call.own_phone) step.mutate({ step: "drop", party: me.id });
    else void phone.leave();
  };
  const pause = () => step.mutate({ step: "recording", body: { paused: !call.recording?.paused } });
  const group = "call";
  useCommand({ id: "call-mute", group, label: t(muted ? "call.unmute" : "call.mute"), keys: "m", run: mute }, speaks);
  useCommand({ id: "call-hold", group, label: t(call.held ? "call.takeBack" : "call.hold"), keys: "h", run: hold }, own && connected);
  useCommand({ id: "call-end", group, label: t("call.end"), keys: "Ctrl+Backspace", run: end });
  useCommand({ id: "call-transfer", group, label: t("call.transfer"), keys: "t", run: () => setDialog("transfer") }, own && !inHouse && connected);
  useCommand({ id: "call-invite", group, label: t("call.invite"), keys: "c", run: () => setDialog("invite") }, own && !inHouse && connected);

  return (
    <section className={classes.bar} aria-label={t("call.label")} data-testid="call-bar" data-state={call.own_phone ? (connected ? "connected" : "connecting") : here ? state.line.state : "off"} data-stage={stage}>
      <div className={classes.top}>
        <div className={classes.state}>
          <Text size="sm" fw={550} role="status" data-testid="call-state">
            {useStateText(call, name)}
          </Text>
          <Group gap={10} fz="xs" c="dimmed" wrap="nowrap">
            <span role="timer" aria-label={t("call.time")} data-testid="call-time">
              <Elapsed since={call.answered_at ?? call.since} />
            </span>
            {here && !call.own_phone && (
              <span className={classes.meters}>
                {muted || !speaks ? <IconMicrophoneOff size={14} aria-hidden="true" /> : <IconMicrophone size={14} aria-hidden="true" />}
                <LevelMeter read={() => phone.levels().mine} label={t("audio.levelMine")} />
                <IconVolume size={14} aria-hidden="true" style={{ marginLeft: 6 }} />
                <LevelMeter read={() => phone.levels().theirs} label={t("audio.levelTheirs")} />
              </span>
            )}
          </Group>
        </div>
        <div className={classes.keys} role="toolbar" aria-label={t("call.label")}>
          {supervises && <RoleSwitch call={call} />}
          <CallKey icon={muted ? IconMicrophoneOff : IconMicrophone} label={t(muted ? "call.unmute" : "call.mute")} hint="M" on={muted} disabled={!speaks} onClick={mute} testid="call-mute" />
          {own && (
            <>
              <CallKey icon={call.held ? IconPlayerPlay : IconPlayerPause} label={t(call.held ? "call.takeBack" : "call.hold")} hint="H" on={call.held} disabled={!connected} onClick={hold} testid="call-hold" />
              {!inHouse && <KeypadButton call={ref} party={stage === "private" ? (successor(call)?.id ?? "") : ""} disabled={!connected} />}
              {!inHouse && <CallKey icon={IconUserPlus} label={t("call.invite")} hint="C" disabled={!connected} onClick={() => setDialog("invite")} testid="call-invite" />}
              {!inHouse && <CallKey icon={IconArrowsExchange} label={t("call.transfer")} hint="T" disabled={!connected} onClick={() => setDialog("transfer")} testid="call-transfer" />}
              {call.recording?.on && <CallKey icon={IconPlayerRecord} label={t(call.recording.paused ? "call.recordOn" : "call.recordPause")} on={call.recording.paused} onClick={pause} testid="call-record" />}
            </>
          )}
          {!call.own_phone && <AudioButton />}
          <CallKey icon={IconPhoneOff} label={t(own || inHouse ? "call.end" : "call.leave")} hint="Ctrl ⌫" ends onClick={end} testid="call-end" />
        </div>
      </div>
      <CallWarnings call={call} name={name} />
      <Parties call={call} name={name} own={own} />
      {!here && !call.own_phone && (
        <Button mt={6} onClick={() => void phone.take(ref, mine?.role ?? "talk")} data-testid="call-again">
          {t("call.again")}
        </Button>
      )}
      <HandOver mode={dialog ?? "transfer"} opened={dialog !== null} onClose={() => setDialog(null)} call={call} />
    </section>
  );
}

/** One sentence on how the call stands, for the eye and for screen readers. */
function useStateText(call: CallView, name: string): string {
  const t = useT();
  const me = useMe();
  const [, { ref, line, role, elsewhere }] = usePhone();
  const mine = partyOf(call, me.id);
  if (call.own_phone) {
    if (mine?.state !== "connected") return t("call.ownPhoneRings");
  } else if (ref !== refOf(call)) return t("call.off");
  else if (elsewhere) return t("call.elsewhere");
  else if (line.fault) return t(line.fault === "connection" ? "call.fault.connection" : "call.fault.microphone");
  else if (line.state === "reconnecting") return t("call.reconnecting", { attempt: line.attempt });
  else if (line.state !== "connected") return t("call.connecting");
  if (role === "listen") return t("call.listening", { name });
  if (role === "whisper") return t("call.whispering", { name });
  if (call.state === "ringing" || (call.conversation === "" && call.parties.some((party) => party.state === "ringing"))) return t("call.calling", { name });
  const other = successor(call);
  switch (stageOf(call)) {
    case "ringing":
      return t("call.inviting", { name: other?.name || call.parties.findLast((party) => party.state === "ringing")?.name || "" });
    case "private":
      return t("call.private", { name: other?.name || other?.number || "" });
    case "caller":
      return t("call.back", { name, other: other?.name || other?.number || "" });
    case "conference":
      return t("call.conference");
    case "alone":
      return call.held ? t("call.held", { name }) : t("call.connected", { name });
  }
}
