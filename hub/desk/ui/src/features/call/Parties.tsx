import { ActionIcon, Badge, Button, Group, Text, Tooltip } from "@mantine/core";
import { IconMicrophone, IconMicrophoneOff, IconPhoneOff, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { type CallView, type Party, refOf, useCallStep } from "../../api/calls";
import { useMe } from "../../api/session";
import { useT } from "../../i18n";
import classes from "./Call.module.css";
import { stageOf, successor } from "./parties";

interface Props {
  call: CallView;
  name: string;
  own: boolean;
}

/** Everybody in a call, and how they stand to each other; shown as soon as there are more than two. */
export function Parties({ call, name, own }: Props) {
  const t = useT();
  const me = useMe();
  const step = useCallStep(refOf(call));
  const others = call.parties.filter((party) => party.id !== me.id);
  if (others.length === 0 || (call.conversation === "" && others.length === 1)) return null;
  return (
    <>
      <ul className={classes.parties} aria-label={t("call.parties")} data-testid="call-parties">
        {call.conversation !== "" && (
          <Row name={name} detail={call.number && call.number !== name ? call.number : ""} held={call.held} silent={call.silent} badge={t("call.caller")}>
            {own && <HoldIcon name={name} held={call.held} onClick={() => step.mutate({ step: "hold", body: { on: !call.held } })} />}
          </Row>
        )}
        {others.map((party) => (
          <OneParty key={party.id} call={call} party={party} own={own} />
        ))}
      </ul>
      {own && <ConsultActions call={call} />}
    </>
  );
}

function OneParty({ call, party, own }: { call: CallView; party: Party; own: boolean }) {
  const t = useT();
  const step = useCallStep(refOf(call));
  const name = party.name || party.number;
  const change = (body: { held?: boolean; muted?: boolean }) => step.mutate({ step: "party", party: party.id, body });
  const there = party.state === "connected";
  const badge = party.kind === "supervisor" ? t(`call.role.${party.role}`) : t(`call.kind.${party.kind}`);
  return (
    <Row name={name} detail={party.number && party.number !== name ? party.number : ""} held={party.held} silent={party.silent} muted={party.muted} badge={badge} rings={!there}>
      {own && there && party.kind !== "supervisor" && (
        <>
          <HoldIcon name={name} held={party.held} onClick={() => change({ held: !party.held })} />
          <Icon label={t(party.muted ? "call.unmuteParty" : "call.muteParty", { name })} on={party.muted} onClick={() => change({ muted: !party.muted })}>
            {party.muted ? <IconMicrophoneOff size={16} /> : <IconMicrophone size={16} />}
          </Icon>
        </>
      )}
      {own && party.kind !== "supervisor" && (
        <Icon label={t(there ? "call.drop" : "call.stopCalling", { name })} onClick={() => step.mutate({ step: "drop", party: party.id })} testid="party-drop">
          <IconPhoneOff size={16} />
        </Icon>
      )}
    </Row>
  );
}

/** What one does with the caller and somebody who was asked: speak with one or the other, with both, or leave them together. */
function ConsultActions({ call }: { call: CallView }) {
  const t = useT();
  const step = useCallStep(refOf(call));
  const stage = stageOf(call);
  const other = successor(call);
  if (stage === "alone" || stage === "ringing" || !other) return null;
  const held = (party: string, on: boolean) => step.mutateAsync({ step: "party", party, body: { held: on } });
  const hold = (on: boolean) => step.mutateAsync({ step: "hold", body: { on } });
  // First one is sent to wait, then the other comes: nobody hears what is not for them.
  const swap = () => void (stage === "private" ? held(other.id, true).then(() => hold(false)) : hold(true).then(() => held(other.id, false))).catch(() => undefined);
  const together = () => void (stage === "private" ? hold(false) : held(other.id, false)).catch(() => undefined);
  const name = other.name || other.number;
  return (
    <Group gap={6} mt={6}>
      {stage !== "conference" && (
        <>
          <Button variant="default" onClick={swap} loading={step.isPending} data-testid="call-swap">
            {t("call.swap")}
          </Button>
          <Button variant="default" onClick={together} loading={step.isPending} data-testid="call-together">
            {t("call.together")}
          </Button>
        </>
      )}
      <Button onClick={() => step.mutate({ step: "complete" })} loading={step.isPending} data-testid="call-complete">
        {t("call.complete", { name })}
      </Button>
    </Group>
  );
}

interface RowProps {
  name: string;
  detail: string;
  badge: string;
  held: boolean;
  silent: boolean;
  muted?: boolean;
  rings?: boolean;
  children: ReactNode;
}

function Row({ name, detail, badge, held, silent, muted, rings, children }: RowProps) {
  const t = useT();
  const flags = [rings && t("call.rings"), held && t("call.waits"), muted && t("call.isMuted"), silent && t("call.isSilent")].filter(Boolean);
  return (
    <li className={classes.party} data-testid="party">
      <Badge color={rings ? "yellow" : held ? "orange" : "ink"}>{badge}</Badge>
      <Text span size="sm" truncate>
        {name}
      </Text>
      {detail && (
        <Text span size="xs" c="dimmed" className="number" visibleFrom="sm">
          {detail}
        </Text>
      )}
      <Text span size="xs" c="dimmed" className="grow" truncate>
        {flags.join(" · ")}
      </Text>
      {children}
    </li>
  );
}

function HoldIcon({ name, held, onClick }: { name: string; held: boolean; onClick: () => void }) {
  const t = useT();
  return (
    <Icon label={t(held ? "call.takeBackParty" : "call.holdParty", { name })} on={held} onClick={onClick}>
      {held ? <IconPlayerPlay size={16} /> : <IconPlayerPause size={16} />}
    </Icon>
  );
}

interface IconProps {
  label: string;
  on?: boolean;
  onClick: () => void;
  testid?: string;
  children: ReactNode;
}

function Icon({ label, on, onClick, testid, children }: IconProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon size="sm" variant={on ? "light" : "subtle"} aria-label={label} aria-pressed={on} onClick={onClick} data-testid={testid}>
        {children}
      </ActionIcon>
    </Tooltip>
  );
}
