import { useEffect } from "react";
import { useCall } from "../../api/calls";
import { useMe } from "../../api/session";
import type { ConversationView } from "../../api/types";
import { useCustomerName } from "../../components/marks";
import type { Messages } from "../conversation/useConversationMessages";
import { CallBar } from "./CallBar";
import { CallHints } from "./CallHints";
import { goesOn } from "./duties";
import { callerName } from "./parties";
import { MonitorBar } from "./MonitorBar";
import { usePhone } from "./PhoneProvider";

/** The call of a conversation, while it goes on: one's own, one that one was asked into, or a colleague's. */
export function ConversationCall({ view, messages }: { view: ConversationView; messages: Messages }) {
  const me = useMe();
  const nameOf = useCustomerName();
  const [phone, state] = usePhone();
  const { id, agent } = view.conversation;
  const on = goesOn(view);
  const { data: call } = useCall(id, on);
  const own = agent === me.id && view.work_item?.state === "assigned";
  const here = state.ref === id;
  const mine = call?.parties.some((party) => party.id === me.id) ?? false;
  const joins = on && own && call && call.state !== "ended" && !call.own_phone && state.ref === null ? call : null;
  const since = view.work_item?.accepted_at ?? "";
  useEffect(() => {
    if (joins) void phone.resume(joins, "talk", since);
  }, [phone, joins, since]);

  if (!on || !call || call.state === "ended") return null;
  const name = callerName(view.contact, call, nameOf(view.contact, view.addresses, "voice"));
  if (own || here || (mine && call.own_phone))
    return (
      <>
        <CallBar call={call} name={name} own={own} />
        {own && <CallHints view={view} messages={messages} />}
      </>
    );
  return agent && me.permissions.includes("calls:monitor") ? <MonitorBar call={call} name={name} /> : null;
}
