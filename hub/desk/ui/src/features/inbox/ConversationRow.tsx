import { IconEye, IconHourglass, IconPencil, IconPhoneOutgoing, IconRecordMail, IconRobot } from "@tabler/icons-react";
import { memo } from "react";
import { Link } from "react-router";
import { useNames } from "../../api/directory";
import type { Id, Row } from "../../api/types";
import { ChannelIcon, Elapsed, Initials, useContactName, When, WorkBadge } from "../../components/marks";
import { useT } from "../../i18n";
import { useViewers } from "../../live/LiveProvider";
import classes from "./Inbox.module.css";
import { isUnread } from "./useUnread";

interface Props {
  row: Row;
  me: Id;
  to: string;
  chosen: boolean;
  cursor: boolean;
}

/** One conversation in a list. */
export const ConversationRow = memo(function ConversationRow({ row, me, to, chosen, cursor }: Props) {
  const t = useT();
  const nameOf = useContactName();
  const { conversation } = row;
  const unread = isUnread(conversation);
  const name = nameOf(row.contact, conversation.channel);
  return (
    <Link
      to={to}
      className={classes.row}
      aria-current={chosen || undefined}
      data-cursor={cursor || undefined}
      data-unread={unread || undefined}
      data-testid="conversation-row"
    >
      <div className={classes.face}>
        <Initials name={name} size={34} />
        <span className={classes.channel}>
          <ChannelIcon channel={conversation.channel} size={12} />
        </span>
      </div>
      <div className="grow">
        <div className={classes.line}>
          <span className={classes.name}>{name}</span>
          <span className={classes.faint}>
            <When at={conversation.last_at} />
          </span>
        </div>
        <div className={classes.preview}>
          {conversation.last_direction === "outbound" && <span className={classes.faint}>{t("row.us")} </span>}
          {conversation.channel === "email" && conversation.subject && <span className={classes.subject}>{conversation.subject}</span>}{" "}
          {conversation.last_text || (conversation.channel === "email" ? "" : conversation.subject) || t("row.empty")}
        </div>
        <div className={classes.line}>
          <Facts row={row} me={me} />
          {unread && <span className={classes.dot} role="img" aria-label={t("row.unread")} />}
        </div>
      </div>
    </Link>
  );
});

function Facts({ row: { conversation, work_item: item }, me }: { row: Row; me: Id }) {
  const t = useT();
  const names = useNames();
  const state = conversation.work_state ?? item?.state;
  const waits = state === "queued" || state === "offered";
  const bot = conversation.state === "open" && conversation.handler && conversation.handler !== "agent";
  return (
    <span className={classes.facts}>
      {state && state !== "assigned" && <WorkBadge state={state} />}
      {waits && item && (
        <span className={classes.waits}>
          <IconHourglass size={12} aria-label={t("row.waits")} role="img" />
          <Elapsed since={item.arrived_at} />
        </span>
      )}
      {item?.call_back && <IconPhoneOutgoing size={14} role="img" aria-label={t("row.callBack")} />}
      {conversation.tags.includes("voicemail") && <IconRecordMail size={14} role="img" aria-label={t("row.voicemail")} />}
      {!state && bot && <IconRobot size={14} role="img" aria-label={t("row.bot")} />}
      {!state && conversation.state === "resolved" && <span>{t("conversation.resolved")}</span>}
      {conversation.agent && conversation.agent !== me && <span>{names.staff(conversation.agent)}</span>}
      {conversation.queue && <span className={classes.cut}>{names.queue(conversation.queue)}</span>}
      <Watchers conversation={conversation.id} me={me} />
    </span>
  );
}

function Watchers({ conversation, me }: { conversation: Id; me: Id }) {
  const t = useT();
  const viewers = useViewers(conversation, me);
  if (viewers.length === 0) return null;
  const typing = viewers.find((viewer) => viewer.typing);
  const label = typing
    ? t("collision.types", { names: typing.name })
    : t("collision.views", { names: viewers.map((viewer) => viewer.name).join(", ") });
  const Icon = typing ? IconPencil : IconEye;
  return <Icon size={14} role="img" aria-label={label} color="var(--mantine-color-orange-7)" />;
}
