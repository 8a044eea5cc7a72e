import { Button, Popover, Stack, Text, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconChecks, IconClock, IconHourglass, IconQuestionMark, type IconProps } from "@tabler/icons-react";
import { type ComponentType, useState } from "react";
import { useConversation } from "../../api/conversations";
import { useDispatchStep, useMail } from "../../api/mail";
import { useMe } from "../../api/session";
import type { Dispatch, Message } from "../../api/types";
import { codeText, useI18n, useT, whyText } from "../../i18n";
import { now } from "../../lib/clock";
import { clockTime, fullTime } from "../../lib/time";
import classes from "./Mail.module.css";

type Posted = "scheduled" | "waiting" | "again" | "sending" | "sent" | "delivered" | "buffered" | "failed" | "unknown" | "calledBack";

const icons: Record<Posted, ComponentType<IconProps>> = {
  scheduled: IconClock,
  waiting: IconClock,
  again: IconHourglass,
  sending: IconClock,
  sent: IconCheck,
  delivered: IconChecks,
  buffered: IconHourglass,
  failed: IconAlertTriangle,
  unknown: IconQuestionMark,
  calledBack: IconAlertTriangle,
};

/** How far a message is on its way, from what the message says and what is known of its dispatch. */
export function postedState(message: Message, dispatch: Dispatch | null | undefined, at: number): Posted {
  switch (message.delivery) {
    case "pending":
      if (dispatch?.state === "sending") return "sending";
      if (dispatch && dispatch.attempts > 0) return "again";
      return dispatch && Date.parse(dispatch.due_at) > at + 1_000 ? "scheduled" : "waiting";
    case "failed":
      return dispatch?.reason?.code === "called_back" ? "calledBack" : "failed";
    case "read":
      return "delivered";
    default:
      return message.delivery;
  }
}

/** What became of a message that leaves through a provider: a sign and a word, and on opening why and what to do. */
export function PostedMark({ message }: { message: Message }) {
  const { t, language } = useI18n();
  const [open, setOpen] = useState(false);
  const { data } = useMail(message);
  const dispatch = data?.dispatch;
  const state = postedState(message, dispatch, now());
  const Icon = icons[state];
  const bad = state === "failed" || state === "unknown";
  const time = dispatch ? (Date.parse(dispatch.due_at) - now() < 43_200_000 ? clockTime : fullTime)(dispatch.due_at, language) : "";
  const word = state === "scheduled" || state === "again" ? t(`posted.${state}`, { time }) : t(`posted.${state}`);
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" width={300} shadow="md" withArrow trapFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.state}
          data-bad={bad || undefined}
          aria-expanded={open}
          aria-haspopup="dialog"
          onClick={() => setOpen(!open)}
          data-testid={`posted-${state}`}
        >
          <Icon size={14} aria-hidden="true" />
          {word}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("posted.title")}>
        <Stack gap="xs">
          <Text size="sm">{t(`posted.${state}.means`)}</Text>
          <Reasons message={message} dispatch={dispatch} />
          <Steps message={message} state={state} />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** Why, and the provider's own words; of several recipients or parts, each with its own fate. */
function Reasons({ message, dispatch }: { message: Message; dispatch: Dispatch | null | undefined }) {
  const { t, language } = useI18n();
  const reason = message.delivery_reason ?? dispatch?.reason;
  return (
    <>
      {reason && reason.code !== "called_back" && (
        <Text size="sm" data-testid="posted-reason">
          {t("posted.reason", { reason: whyText(t, reason) })}
        </Text>
      )}
      {dispatch && dispatch.attempts > 1 && <Text size="xs">{t("posted.attempts", { count: dispatch.attempts })}</Text>}
      {dispatch?.sent_at && <Text size="xs">{t("posted.at", { time: fullTime(dispatch.sent_at, language) })}</Text>}
      {dispatch && dispatch.parts.length > 1 && (
        <Stack gap={2}>
          {dispatch.parts.map((part, place) => (
            <Text key={part.ref} size="xs">
              {dispatch.channel === "email" ? part.ref : t("posted.part", { number: place + 1 })}: {codeText(t, "delivery", part.state)}
              {part.reason && ` (${whyText(t, part.reason)})`}
            </Text>
          ))}
        </Stack>
      )}
    </>
  );
}

/** For its author, the conversation's agent, and managers. */
function Steps({ message, state }: { message: Message; state: Posted }) {
  const t = useT();
  const me = useMe();
  const { data: view } = useConversation(message.conversation);
  const mine = message.author.id === me.id || view?.conversation.agent === me.id || me.permissions.includes("work:manage");
  const step = useDispatchStep(message);
  const [sure, setSure] = useState(false);
  if (!mine) return null;
  if (state === "scheduled" || state === "waiting" || state === "again")
    return (
      <Button variant="default" loading={step.isPending} onClick={() => step.mutate("call-back")} data-testid="call-back">
        {t("posted.callBack")}
      </Button>
    );
  if (state === "failed" || state === "calledBack")
    return (
      <Button variant="default" loading={step.isPending} onClick={() => step.mutate("send-again")} data-testid="send-again">
        {t("posted.sendAgain")}
      </Button>
    );
  if (state !== "unknown") return null;
  return (
    <>
      {sure && <Text size="sm">{t("posted.twice")}</Text>}
      <Button
        variant={sure ? "filled" : "default"}
        color={sure ? "red" : undefined}
        loading={step.isPending}
        onClick={() => (sure ? step.mutate("send-again") : setSure(true))}
        data-testid="send-again"
      >
        {sure ? t("posted.sendAgainSure") : t("posted.sendAgain")}
      </Button>
    </>
  );
}
