import { Call } from "./call";
import { Connection } from "./connection";
import { browserPhone } from "./line";
import { Links } from "./links";
import { Outbox, type Pending } from "./outbox";
import { checkOwner } from "./owner";
import type { Entry, ErrorFrame, FileView, Limits, Message, ServerFrame, State, Welcome } from "./protocol";
import type { Storage } from "./storage";
import { Thread } from "./thread";
import { upload } from "./upload";

const TYPING_LASTS = 8_000;
const RETRY_CODES = new Set(["too_many", "internal", "unavailable", "stale_revision"]);
const NEW: State = {
  handler: "none",
  position: null,
  wait_seconds: null,
  agent: null,
  open: true,
  opens_at: null,
  rate: false,
  ended: false,
  calls: false,
};

export interface Options {
  base: string;
  key: string;
  language: string;
  identity: string | null;
}

export interface Listener {
  /** Something to show changed. */
  changed(): void;
  /** A message from the other side that was not there before. */
  arrived(message: Message): void;
  /** Something went wrong or right that deserves a line. */
  told(what: { key: string } | { text: string }): void;
}

/** The conversation as this browser knows it, and everything one can do in it. */
export class Chat {
  readonly outbox: Outbox;
  readonly call: Call;
  readonly links: Links;
  status: "idle" | "connecting" | "online" | "offline" = "idle";
  state: State = NEW;
  entry: Entry | null = null;
  limits: Limits = { text: 8000, file_bytes: 20 << 20, file_types: [] };
  typing: string | null = null;
  readSeq = 0;
  seenSeq: number;
  language: string;

  readonly #options: Options;
  readonly #storage: Storage;
  readonly #listener: Listener;
  readonly #connection: Connection;
  readonly #thread = new Thread();
  #identity: string | null;
  #typingTimer = 0;
  #delivered = 0;
  #asked = false;

  constructor(options: Options, storage: Storage, listener: Listener) {
    this.#options = options;
    this.#storage = storage;
    this.#listener = listener;
    this.language = options.language;
    this.#identity = options.identity;
    this.outbox = new Outbox(storage);
    this.seenSeq = Number(storage.get("seen") ?? 0);
    checkOwner(this.#identity, storage, this.outbox);
    const socket = `${options.base.replace(/^http/, "ws")}/chat/v1/socket?key=${encodeURIComponent(options.key)}`;
    this.#connection = new Connection(socket, {
      opened: () => this.#hello(),
      frame: (frame) => this.#frame(frame),
      lost: () => this.#lost(),
    });
    this.links = new Links(options.base, (message, file) => this.#connection.send({ type: "link", file, message }));
    this.call = new Call(browserPhone, {
      send: (frame) => this.status === "online" && this.#connection.send(frame),
      possible: () => (this.status === "online" ? this.state.calls : null),
      changed: () => listener.changed(),
    });
    addEventListener("pagehide", () => this.call.hangUp());
  }

  /** True when a call can be begun from here and now. */
  get canCall(): boolean {
    return this.state.calls && this.call.able && !this.call.active;
  }

  /** True when this browser has talked here before. */
  get known(): boolean {
    return this.#storage.get("visitor") !== null;
  }

  get messages(): readonly Message[] {
    return this.#thread.messages;
  }

  /** True when there are older messages than these. */
  get more(): boolean {
    return this.#thread.more;
  }

  get unread(): number {
    return this.messages.filter((one) => one.from !== "me" && one.seq > this.seenSeq).length;
  }

  start(): void {
    if (this.#connection.wanted) return;
    this.status = "connecting";
    this.#connection.start();
    this.#listener.changed();
  }

  setIdentity(identity: string | null): void {
    if (identity === this.#identity) return;
    this.#identity = identity;
    checkOwner(identity, this.#storage, this.outbox);
    this.#forget();
    this.#connection.restart();
    this.#listener.changed();
  }

  // --- what the customer does -------------------------------------------------------------------------

  send(text: string, files: FileView[] = [], value?: string): void {
    const entry = this.outbox.add(text, files, value);
    this.start();
    this.#transmit(entry);
    this.#listener.changed();
  }

  retry(id: string): void {
    const entry = this.outbox.entries.find((one) => one.id === id);
    if (!entry) return;
    this.outbox.remove(id);
    this.send(entry.text, entry.files, entry.value);
  }

  discard(id: string): void {
    this.outbox.remove(id);
    this.#listener.changed();
  }

  person(): void {
    this.start();
    this.#asked = !this.#connection.send({ type: "person" }) || this.status !== "online";
    this.#listener.changed();
  }

  /** Ask the hub whether it takes calls from here; for pages that show a button of their own. */
  async asksForCalls(): Promise<boolean> {
    try {
      const url = `${this.#options.base}/chat/v1/calls?key=${encodeURIComponent(this.#options.key)}`;
      return ((await (await fetch(url)).json()) as { calls?: boolean }).calls === true;
    } catch {
      return false;
    }
  }

  startCall(): void {
    this.start();
    void this.call.start();
  }

  sayTyping(on: boolean): void {
    if (this.status === "online") this.#connection.send({ type: "typing", on });
  }

  seen(): void {
    const seq = this.#thread.lastSeq;
    if (seq <= this.seenSeq) return;
    this.seenSeq = seq;
    this.#storage.set("seen", String(seq));
    this.#connection.send({ type: "read", seq });
    this.#listener.changed();
  }

  feedback(message: Message, helpful: boolean): void {
    if (!this.#connection.send({ type: "feedback", message: message.id, helpful })) return;
    this.#thread.replace({ ...message, feedback: helpful });
    this.#listener.changed();
  }

  rate(score: number, comment: string): boolean {
    return this.#connection.send({ type: "rate", score, comment });
  }

  transcript(email: string): boolean {
    return this.#connection.send({ type: "transcript", email });
  }

  end(): boolean {
    return this.#connection.send({ type: "end" });
  }

  older(): void {
    const first = this.messages[0];
    if (first) this.#connection.send({ type: "history", before: first.seq });
  }

  setLanguage(language: string): void {
    this.language = language;
    this.#storage.set("language", language);
    this.#connection.send({ type: "language", language });
    this.#listener.changed();
  }

  upload(file: File, progress: (share: number) => void): ReturnType<typeof upload> {
    const url = `${this.#options.base}/chat/v1/files?key=${encodeURIComponent(this.#options.key)}`;
    return upload(url, this.#storage.get("visitor") ?? "", file, progress);
  }

  /** Where the hub is, as the page of somebody else has to name it. */
  get base(): string {
    return this.#options.base;
  }

  /** Where the help centre, or one of its articles, is read; null while there is none. */
  help(article?: string): string | null {
    const path = this.entry?.help;
    if (!path) return null;
    return this.#options.base + path + (article ? `/articles/${encodeURIComponent(article)}` : "/");
  }

  // --- what the server says ---------------------------------------------------------------------------

  #hello(): void {
    this.#connection.send({
      type: "hello",
      visitor: this.#storage.get("visitor"),
      identity: this.#identity,
      language: this.language,
      last_seq: this.#thread.lastSeq,
      conversation: this.#thread.conversation,
      call: this.call.id,
    });
  }

  #frame(frame: ServerFrame): void {
    switch (frame.type) {
      case "welcome":
        this.#welcome(frame);
        break;
      case "message":
        this.#message(frame);
        break;
      case "ack":
        this.#acked(frame.id);
        break;
      case "state":
        this.state = frame;
        if (this.entry) this.entry = { ...this.entry, open: frame.open, opens_at: frame.opens_at };
        break;
      case "receipt":
        this.readSeq = Math.max(this.readSeq, frame.seq);
        break;
      case "typing":
        this.#setTyping(frame.on ? frame.name : null);
        break;
      case "entry":
        this.entry = frame.entry;
        break;
      case "history":
        this.#thread.prepend(frame.messages, frame.more);
        this.links.keepAll(frame.messages);
        break;
      case "link":
        this.links.came(frame.file, frame.url);
        break;
      case "placed":
        this.call.placed(frame.id, frame.call, frame.answer);
        break;
      case "call":
        this.call.stands(frame);
        break;
      case "caption":
        this.call.said(frame);
        break;
      case "done":
        this.#listener.told({ key: `done.${frame.command}` });
        break;
      case "error":
        this.#error(frame);
        break;
    }
    this.#listener.changed();
  }

  #welcome(frame: Welcome): void {
    this.#connection.settled();
    this.#storage.set("visitor", frame.visitor);
    if (!frame.resumed) this.#thread.set(frame.messages, frame.more);
    this.#thread.conversation = frame.conversation;
    this.links.keepAll(frame.messages);
    this.entry = frame.entry;
    this.limits = frame.limits;
    this.state = frame.state;
    this.readSeq = frame.read_seq;
    this.status = "online";
    for (const message of frame.messages) if (message.client_id) this.outbox.remove(message.client_id);
    for (const entry of this.outbox.entries) if (!entry.failed && !entry.stored) this.#transmit(entry);
    if (this.#asked) this.person();
    this.call.ready();
    this.#sayDelivered();
  }

  #message(message: Message): void {
    if (message.client_id) this.outbox.remove(message.client_id);
    if (!this.#thread.add(message)) return;
    this.links.keepAll([message]);
    if (message.from === "me") return;
    if (message.from !== "system") this.#setTyping(null);
    this.#sayDelivered();
    this.#listener.arrived(message);
  }

  #acked(id: string): void {
    if (this.messages.some((one) => one.client_id === id)) this.outbox.remove(id);
    else this.outbox.stored(id);
  }

  #error(frame: ErrorFrame): void {
    if (this.call.refused(frame)) return;
    const entry = frame.id ? this.outbox.entries.find((one) => one.id === frame.id) : undefined;
    if (frame.field === "identity") {
      dispatchEvent(new CustomEvent("switchboard:identity", { detail: { message: frame.message } }));
    } else if (entry && RETRY_CODES.has(frame.code)) {
      setTimeout(() => this.#transmit(entry), (frame.retry_after ?? 2) * 1000);
    } else if (entry) {
      this.outbox.fail(entry.id, frame.message);
    } else {
      this.#listener.told({ text: frame.message });
    }
  }

  #lost(): void {
    this.status = "offline";
    this.#setTyping(null);
    this.#listener.changed();
  }

  #transmit(entry: Pending): void {
    if (this.status !== "online") return;
    this.#connection.send({
      type: "send",
      id: entry.id,
      text: entry.text,
      files: entry.files.map((file) => file.id),
      ...(entry.value ? { value: entry.value } : {}),
    });
  }

  #setTyping(name: string | null): void {
    clearTimeout(this.#typingTimer);
    this.typing = name;
    if (name === null) return;
    this.#typingTimer = window.setTimeout(() => {
      this.typing = null;
      this.#listener.changed();
    }, TYPING_LASTS);
  }

  #sayDelivered(): void {
    const seq = this.#thread.lastOfOthers;
    if (seq <= this.#delivered) return;
    this.#delivered = seq;
    this.#connection.send({ type: "delivered", seq });
  }

  #forget(): void {
    this.#thread.forget();
    this.state = NEW;
    this.#delivered = 0;
  }
}
