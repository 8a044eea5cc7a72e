import { IconPhoneIncoming, IconPhoneOutgoing } from "@tabler/icons-react";
import type { CallView } from "../../api/calls";
import type { Message } from "../../api/types";
import { codeText, useI18n } from "../../i18n";
import { clockTime, span } from "../../lib/time";
import classes from "./Call.module.css";
import { attendants, lasted } from "./episodes";

/** A call in the timeline: from or to whom, when, how long, with whom, and how it ended. */
export function CallEpisode({ call, messages }: { call: CallView; messages: Message[] }) {
  const { t, language } = useI18n();
  const inbound = call.direction === "inbound";
  const Icon = inbound ? IconPhoneIncoming : IconPhoneOutgoing;
  const seconds = lasted(call);
  const over = call.state === "ended";
  const names = attendants(call, messages).join(", ");
  const facts = [
    !over && t("call.episode.goesOn"),
    over && (seconds === null ? t("call.episode.unanswered") : t("call.episode.lasted", { time: span(seconds) })),
    names && t("call.episode.with", { names }),
    over && call.cause && codeText(t, "call.cause", call.cause),
  ].filter(Boolean);
  return (
    <div className={classes.episode} role="note" data-testid="call-episode">
      <Icon size={16} aria-hidden="true" />
      <b>{t(inbound ? "call.episode.inbound" : "call.episode.outbound", { number: call.number || t("call.somebody") })}</b>
      <time dateTime={call.since} className="number">
        {clockTime(call.since, language)}
      </time>
      <span>{facts.join(" · ")}</span>
    </div>
  );
}
