/** Pure rules for messages in a loaded timeline. */
import type { Timeline } from "../api/conversations";
import type { Message } from "../api/types";

/** Messages we sent and the hub has not confirmed have no sequence number yet. */
export const isPending = (message: Message) => message.seq === 0;

const sameMessage = (one: Message, other: Message) =>
  one.id === other.id || (one.external_id === other.external_id && one.author.id === other.author.id);

/** Add a message or replace the one it confirms or changes. */
export function putMessage(timeline: Timeline, message: Message): Timeline {
  let found = false;
  const pages = timeline.pages.map((page) => {
    const place = page.items.findIndex((each) => sameMessage(each, message));
    const known = page.items[place];
    if (!known) return page;
    found = true;
    if (known.rev > message.rev) return page;
    return { ...page, items: page.items.with(place, message) };
  });
  if (found) return { ...timeline, pages };
  const [newest, ...older] = timeline.pages;
  if (!newest) return timeline;
  return { ...timeline, pages: [{ ...newest, items: [...newest.items, message] }, ...older] };
}

export function dropMessage(timeline: Timeline, id: string): Timeline {
  const pages = timeline.pages.map((page) => ({ ...page, items: page.items.filter((each) => each.id !== id) }));
  return { ...timeline, pages };
}

/** All loaded messages in order, each once; pending ones last. */
export function messagesOf(timeline: Timeline | undefined): Message[] {
  const byId = new Map<string, Message>();
  for (const page of timeline?.pages ?? []) for (const message of page.items) byId.set(message.id, message);
  const order = (message: Message) => message.seq || Number.MAX_SAFE_INTEGER;
  return [...byId.values()].sort((a, b) => order(a) - order(b) || a.at.localeCompare(b.at));
}
