import { Anchor, Button } from "@mantine/core";
import { IconGitMerge } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { useConversation } from "../../api/conversations";
import type { Message } from "../../api/types";
import { codeText, isKey, useI18n, useT, whyText } from "../../i18n";
import { clockTime } from "../../lib/time";
import { useBotName } from "../bots/useBotName";
import classes from "./Conversation.module.css";
import { MergeDialog } from "./MergeDialog";

/** Mail that was kept out of a conversation it refers to. */
const strange = new Set(["refers_elsewhere", "sender_failed"]);
/** What staff must not overlook. */
const warnings = new Set(["delivery_failed", "delivery_unknown", "loop_stopped", "automatic_limit", ...strange]);

/** A thin system line. */
export function Notice({ message }: { message: Message }) {
  const { t, language } = useI18n();
  const nameOf = useBotName();
  const key = `notice.${message.notice}`;
  const { reason: code, detail, ...vars } = message.notice_vars;
  // Why work came about has words of its own; all else is why something went wrong.
  const why = (known: string) => (message.notice === "handed_off" ? codeText(t, "reason", known) : whyText(t, { code: known, vars, detail: detail ?? "" }));
  const reason = code ? why(code) : "";
  const bot = nameOf(vars["bot"] ?? "");
  const text = isKey(key) ? t(key, { ...message.notice_vars, reason, bot }) : message.text || codeText(t, "notice", message.notice);
  const elsewhere = message.notice_vars["conversation"];
  return (
    <div className={classes.notice} data-warning={warnings.has(message.notice) || undefined} data-notice={message.notice} data-testid="notice">
      {text} <time className="number">{clockTime(message.at, language)}</time>
      {elsewhere && <Elsewhere here={message.conversation} there={elsewhere} merge={strange.has(message.notice)} />}
    </div>
  );
}

/** Leads to the conversation a line is about; whether a stranger's mail belongs there is the agent's decision. */
function Elsewhere({ here, there, merge }: { here: string; there: string; merge: boolean }) {
  const t = useT();
  const { data: view } = useConversation(here);
  const [merging, setMerging] = useState(false);
  return (
    <span className={classes.elsewhere}>
      <Anchor component={Link} to={`/inbox/all/${there}`} size="xs" data-testid="elsewhere">
        {t("elsewhere.open")}
      </Anchor>
      {merge && view && view.conversation.state !== "merged" && (
        <Button size="compact-xs" variant="default" leftSection={<IconGitMerge size={13} />} onClick={() => setMerging(true)}>
          {t("action.merge")}
        </Button>
      )}
      {view && <MergeDialog opened={merging} onClose={() => setMerging(false)} view={view} />}
    </span>
  );
}
