/** Where a conversation's calls stand among its messages, and who took part in them. */
import type { CallView } from "../../api/calls";
import type { Id, Message } from "../../api/types";

/** Calls by the message they stand before; those after the last message are under "". With `more`, earlier messages are yet to load. */
export function placed(calls: CallView[], messages: Pick<Message, "id" | "at">[], more = false): Map<Id, CallView[]> {
  const places = new Map<Id, CallView[]>();
  for (const call of calls) {
    const since = Date.parse(call.since);
    if (more && messages[0] && since < Date.parse(messages[0].at)) continue;
    const next = messages.find((message) => Date.parse(message.at) >= since)?.id ?? "";
    places.set(next, [...(places.get(next) ?? []), call]);
  }
  return places;
}

/** People and bots on our side who spoke or came while a call went on, each once, in their order. */
export function attendants(call: Pick<CallView, "since" | "ended_at">, messages: Message[]): string[] {
  const since = Date.parse(call.since);
  const until = call.ended_at ? Date.parse(call.ended_at) : Infinity;
  const names = messages
    .filter(({ at }) => Date.parse(at) >= since && Date.parse(at) <= until)
    .map((message) => (message.notice === "agent_joined" ? (message.notice_vars["name"] ?? "") : message.direction === "outbound" && message.author.kind === "agent" ? message.author.name : ""));
  return [...new Set(names.filter(Boolean))];
}

/** Seconds somebody was connected; null for a call that nobody answered or that goes on. */
export const lasted = ({ answered_at, ended_at }: Pick<CallView, "answered_at" | "ended_at">): number | null =>
  answered_at && ended_at ? Math.max(0, (Date.parse(ended_at) - Date.parse(answered_at)) / 1000) : null;
