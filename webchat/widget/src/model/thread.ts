import type { Message } from "./protocol";

/** The messages of the conversation in their order, as far back as this browser has asked for them. */
export class Thread {
  messages: Message[] = [];
  /** There are older ones. */
  more = false;
  conversation: string | null = null;

  get lastSeq(): number {
    return this.messages.at(-1)?.seq ?? 0;
  }

  /** The newest from the other side. */
  get lastOfOthers(): number {
    return this.messages.filter((one) => one.from !== "me").at(-1)?.seq ?? 0;
  }

  set(messages: Message[], more: boolean): void {
    this.messages = messages;
    this.more = more;
  }

  /** Put older ones before; where both have the same, the one that is here wins. */
  prepend(older: Message[], more: boolean): void {
    this.set(merged(older, this.messages), more);
  }

  /** Add one unless it is here; say whether it was not. */
  add(message: Message): boolean {
    if (this.messages.some((one) => one.id === message.id)) return false;
    this.messages = merged(this.messages, [message]);
    return true;
  }

  replace(message: Message): void {
    this.messages = this.messages.map((one) => (one.id === message.id ? message : one));
  }

  forget(): void {
    this.set([], false);
    this.conversation = null;
  }
}

/** Both in order; where they have the same message (also: own one, before and after its frame), the later wins. */
function merged(older: Message[], newer: Message[]): Message[] {
  const bySeq = new Map<number, Message>();
  for (const message of [...older, ...newer]) bySeq.set(message.seq, message);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}
