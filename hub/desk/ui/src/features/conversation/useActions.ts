import { useState } from "react";
import { useTake } from "../../api/conversations";
import { useMe } from "../../api/session";
import { useWork } from "../../api/work";
import type { ConversationView } from "../../api/types";
import { useT } from "../../i18n";
import { goesOn } from "../call/duties";
import { useCommand } from "../../keys/KeysProvider";

export type Dialog = "flow" | "transfer" | "park" | "merge" | "assign" | null;

/** What one may do with the conversation now, and the keys for it. */
export function useActions(view: ConversationView) {
  const t = useT();
  const me = useMe();
  const [dialog, setDialog] = useState<Dialog>(null);
  const take = useTake(view.conversation.id);
  const work = useWork();
  const item = view.work_item;
  const mine = item?.agent === me.id;
  const manages = me.permissions.includes("work:manage");
  const { handler } = view.conversation;
  const withBot = handler !== "" && handler !== "agent";
  // During a call the telephone has these: the caller is on the line.
  const calling = goesOn(view);
  const assigned = mine && item?.state === "assigned";
  const can = {
    take: view.conversation.state !== "merged" && !(mine && (item?.state === "assigned" || item?.state === "wrap_up")),
    takeBack: assigned && withBot,
    flow: assigned && !withBot && !calling,
    transfer: assigned && !calling,
    park: assigned && !withBot && !calling,
    unpark: item?.state === "parked" && (mine || item.preferred_agent === me.id),
    resolve: assigned && !calling,
    assign: manages && item !== null && item.state !== "wrap_up",
    requeue: manages && (item?.state === "offered" || item?.state === "assigned"),
  };
  const steps = {
    take: () => take.mutate(),
    resolve: () => item && work.mutate({ item: item.id, step: "resolve" }),
    unpark: () => item && work.mutate({ item: item.id, step: "unpark" }),
    requeue: () => item && work.mutate({ item: item.id, step: "requeue" }),
  };
  const group = "conversation";
  useCommand({ id: "take", group, label: t("action.take"), keys: "o", run: steps.take }, can.take);
  useCommand({ id: "resolve", group, label: t("action.resolve"), keys: "e", run: steps.resolve }, can.resolve);
  useCommand({ id: "transfer", group, label: t("action.transfer"), keys: "t", run: () => setDialog("transfer") }, can.transfer);
  useCommand({ id: "park", group, label: t("action.park"), keys: "p", run: () => setDialog("park") }, can.park);
  useCommand({ id: "takeBack", group, label: t("flow.takeBack"), keys: "o", run: steps.take }, can.takeBack);
  useCommand({ id: "flow", group, label: t("flow.send"), run: () => setDialog("flow") }, can.flow);
  useCommand({ id: "merge", group, label: t("action.merge"), run: () => setDialog("merge") });
  return { can, steps, dialog, setDialog, busy: take.isPending || work.isPending };
}
