import { Button, Loader } from "@mantine/core";
import { useEffect, useMemo, useRef } from "react";
import { useCallHistory } from "../../api/calls";
import type { Scope } from "../../api/keys";
import type { ConversationView, Id } from "../../api/types";
import { faultText } from "../../components/faults";
import { Nothing } from "../../components/marks";
import { useI18n, useT } from "../../i18n";
import { dayName } from "../../lib/time";
import { useCustomerTypes } from "../../live/LiveProvider";
import { CallEpisode } from "../call/CallEpisode";
import { placed } from "../call/episodes";
import type { DraftUse } from "../mail/DraftCard";
import { Lit } from "../recordings/Spoken";
import classes from "./Conversation.module.css";
import { TimelineEntry } from "./TimelineEntry";
import type { Messages } from "./useConversationMessages";

interface Props {
  id: Id;
  messages: Messages;
  scope: Scope;
  view: ConversationView;
  /** For whoever may answer. */
  onUse: DraftUse | null;
}

/** The messages, newest at the bottom. The reversed column keeps the place when earlier ones load above. */
export function Timeline({ id, messages, scope, view, onUse }: Props) {
  const t = useT();
  const { language } = useI18n();
  const typing = useCustomerTypes(id);
  const { items, fault, loading, more } = messages;
  const lastAnswer = items.findLast((message) => message.direction === "outbound" && message.author.kind === "agent")?.seq ?? 0;
  const { data: calls } = useCallHistory(id, view.interactions.some((one) => one.channel === "voice"));
  // Calls before what is loaded come with it.
  const episodes = useMemo(() => placed(calls ?? [], items, more), [calls, items, more]);
  let day = "";
  let matter: Id = "";
  return (
    // Scrollable regions must be reachable by keyboard.
    <div className={classes.timeline} tabIndex={0} role="log" aria-label={t("timeline.label")} data-testid="timeline">
      <div className={classes.timelineInner}>
        {more && <Earlier load={messages.loadEarlier} busy={loading} />}
        {loading && !more && <Loader size="xs" mx="auto" />}
        {fault && <Nothing>{faultText(fault, t)}</Nothing>}
        {!loading && items.length === 0 && <Nothing>{t("timeline.empty")}</Nothing>}
        {items.map((message) => {
          const today = dayName(message.at, language);
          const newDay = today !== day;
          const newMatter = scope === "contact" && message.conversation !== matter;
          day = today;
          matter = message.conversation;
          return (
            <Lit key={message.id} message={message} className={classes.entry}>
              {newDay && <div className={classes.day}>{today}</div>}
              {newMatter && message.conversation !== id && <div className={classes.day}>{t("timeline.other")}</div>}
              {newMatter && message.conversation === id && <div className={classes.day}>{t("timeline.this")}</div>}
              {episodes.get(message.id)?.map((call) => <CallEpisode key={call.id} call={call} messages={items} />)}
              <TimelineEntry message={message} view={view} answered={message.draft && message.seq < lastAnswer} onUse={onUse} />
            </Lit>
          );
        })}
        {(episodes.get("") ?? []).map((call) => (
          <CallEpisode key={call.id} call={call} messages={items} />
        ))}
        {typing && (
          <div className={classes.typing} role="status">
            <span className={classes.dots} aria-hidden="true">
              <i />
              <i />
              <i />
            </span>
            {t("timeline.typing")}
          </div>
        )}
      </div>
    </div>
  );
}

/** Loads earlier messages when scrolled into view, or by button. */
function Earlier({ load, busy }: { load: () => void; busy: boolean }) {
  const t = useT();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((entry) => entry.isIntersecting)) latest.current();
      },
      { rootMargin: "300px 0px 0px" },
    );
    if (place.current) observer.observe(place.current);
    return () => observer.disconnect();
  }, [busy]);
  return (
    <div ref={place} className={classes.earlier}>
      <Button variant="subtle" size="compact-xs" loading={busy} onClick={load}>
        {t("timeline.earlier")}
      </Button>
    </div>
  );
}
