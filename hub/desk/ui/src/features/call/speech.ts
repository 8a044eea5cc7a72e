/** What was spoken in a call, as messages have it. */
import type { Id, Message } from "../../api/types";

/** Shorter ones are greetings and yeses. */
const TELLING = 12;
const MOST = 300;

/** What the caller said last that could be a question; "" when nothing was. */
export function askedLately(messages: Message[], interaction: Id): string {
  const said = messages.filter((message) => message.direction === "inbound" && message.interaction === interaction && message.text.trim().length >= TELLING);
  return said.at(-1)?.text.trim().slice(-MOST) ?? "";
}

/** Below this, what a recogniser wrote is often not what was said. */
const SURE = 0.6;

export const doubtful = (confidence: number): boolean => confidence < SURE;
