/** The live socket: says what it last saw, gets the gap, and comes back by itself. */
import type { AgentState, Contact, Conversation, Id, Interaction, Message, Offer, WorkItem } from "../api/types";

export interface LiveEvent {
  seq: number;
  kind: string;
  subject: Id;
  actor: string;
  conversation: Id;
  queue: Id;
  agent: Id;
  data: Record<string, unknown>;
}

export type LiveRecord = Conversation | Interaction | Message | WorkItem | Offer | AgentState | Contact;

export interface Viewer {
  staff: Id;
  name: string;
  typing: boolean;
}

/** What lists show and has changed, each record whole; everything up to `seq` is in it or came before. */
export interface Rows {
  type: "rows";
  seq: number;
  conversations?: Conversation[];
  work_items?: WorkItem[];
  agents?: AgentState[];
  contacts?: Contact[];
}

export type Frame =
  | { type: "hello"; seq: number; staff: unknown }
  | { type: "change"; event: LiveEvent; record: LiveRecord | null }
  | { type: "viewers"; conversation: Id; viewers: Viewer[] }
  | { type: "typing"; conversation: Id; on: boolean }
  | Rows
  | { type: "resync"; seq: number }
  | { type: "error"; code: string; message: string }
  | { type: "bye"; retry_after?: number }
  | { type: "pong" };

export type Status = "connecting" | "online" | "offline";

interface Hooks {
  onFrame: (frame: Frame) => void;
  onStatus: (status: Status) => void;
}

const PING_EVERY = 25_000;
const SILENCE_LIMIT = 60_000;
const LONGEST_DELAY = 15_000;
const WELCOME_WITHIN = 15_000;

/** One connection for the whole page. `stop()` ends it for good. */
export class LiveSocket {
  private socket: WebSocket | undefined;
  private lastSeq: number | null = null;
  private rowsSeq: number | null = null;
  private watched = new Set<Id>();
  private failures = 0;
  private stopped = false;
  private heardAt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pinger: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly url: string,
    private readonly hooks: Hooks,
  ) {}

  start() {
    window.addEventListener("online", this.hurry);
    this.connect();
  }

  stop() {
    this.stopped = true;
    window.removeEventListener("online", this.hurry);
    clearTimeout(this.timer);
    clearInterval(this.pinger);
    this.socket?.close();
  }

  watch(conversation: Id) {
    this.watched.add(conversation);
    this.send({ type: "watch", conversation });
  }

  unwatch(conversation: Id) {
    this.watched.delete(conversation);
    this.send({ type: "unwatch", conversation });
  }

  typing(conversation: Id, on: boolean) {
    this.send({ type: "typing", conversation, on });
  }

  /** Try at once instead of waiting for the next attempt. */
  readonly hurry = () => {
    if (this.stopped || this.socket?.readyState === WebSocket.OPEN) return;
    clearTimeout(this.timer);
    this.connect();
  };

  private send(frame: object) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(frame));
  }

  private connect() {
    this.hooks.onStatus("connecting");
    const previous = this.socket;
    const socket = new WebSocket(this.url);
    this.socket = socket;
    previous?.close();
    // A hub that takes the connection and says nothing would hold us for ever.
    this.timer = setTimeout(() => socket.close(), WELCOME_WITHIN);
    socket.onopen = () => this.send({ type: "hello", last_seq: this.lastSeq, rows_seq: this.rowsSeq });
    socket.onmessage = (event: MessageEvent<string>) => {
      if (socket !== this.socket) return;
      const said = JSON.parse(event.data) as Frame | Frame[];
      for (const frame of Array.isArray(said) ? said : [said]) this.receive(frame);
    };
    socket.onclose = () => {
      if (socket === this.socket) this.retry();
    };
  }

  private receive(frame: Frame) {
    this.heardAt = Date.now();
    if (frame.type === "hello") this.welcomed(frame.seq);
    else if (frame.type === "change") this.lastSeq = Math.max(this.lastSeq ?? 0, frame.event.seq);
    else if (frame.type === "rows") this.rowsSeq = Math.max(this.rowsSeq ?? 0, frame.seq);
    else if (frame.type === "resync") this.lastSeq = this.rowsSeq = frame.seq;
    else if (frame.type === "bye") this.failures = Math.max(this.failures, 1);
    this.hooks.onFrame(frame);
  }

  private welcomed(seq: number) {
    clearTimeout(this.timer);
    this.failures = 0;
    // On the first connection we have seen everything the pages were just loaded with.
    this.lastSeq ??= seq;
    this.rowsSeq ??= seq;
    this.hooks.onStatus("online");
    for (const conversation of this.watched) this.send({ type: "watch", conversation });
    clearInterval(this.pinger);
    this.pinger = setInterval(() => this.beat(), PING_EVERY);
  }

  /** A half-dead connection looks open; silence for too long means it is not. */
  private beat() {
    if (Date.now() - this.heardAt > SILENCE_LIMIT) this.socket?.close();
    else this.send({ type: "ping" });
  }

  private retry() {
    clearInterval(this.pinger);
    clearTimeout(this.timer);
    if (this.stopped) return;
    this.hooks.onStatus("offline");
    const longest = Math.min(LONGEST_DELAY, 500 * 2 ** this.failures);
    this.failures += 1;
    // Full jitter: many desks must not come back in the same instant.
    this.timer = setTimeout(() => this.connect(), 200 + Math.random() * longest);
  }
}
