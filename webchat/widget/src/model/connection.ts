import type { ClientFrame, ServerFrame } from "./protocol";

const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;
const PING_EVERY = 25_000;
const PONG_WITHIN = 8_000;
const WELCOME_WITHIN = 15_000;

export interface Events {
  opened(): void;
  frame(frame: ServerFrame): void;
  lost(): void;
}

/** One socket that is always there again: back-off with jitter, woken by the network and by being looked at. */
export class Connection {
  readonly #url: string;
  readonly #events: Events;
  #socket: WebSocket | null = null;
  #wanted = false;
  #failures = 0;
  #retry = 0;
  #ping = 0;
  #pong = 0;

  constructor(url: string, events: Events) {
    this.#url = url;
    this.#events = events;
    // What a socket from before was sent in the meantime may be gone: resuming gets it at once.
    addEventListener("online", () => this.restart());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#wake();
    });
  }

  get wanted(): boolean {
    return this.#wanted;
  }

  start(): void {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#connect();
  }

  /** Begin again with a new hello. */
  restart(): void {
    if (!this.#wanted) return;
    this.#drop();
    this.#connect();
  }

  send(frame: ClientFrame): boolean {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** The server answered hello: the next loss starts the back-off anew. */
  settled(): void {
    clearTimeout(this.#retry);
    this.#failures = 0;
  }

  retryIn(seconds: number): void {
    this.#drop();
    this.#events.lost();
    this.#schedule(seconds * 1000);
  }

  #connect(): void {
    clearTimeout(this.#retry);
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    // A hub that takes the connection and says nothing would hold us for ever.
    this.#retry = window.setTimeout(() => this.#lost(), WELCOME_WITHIN);
    socket.onopen = () => {
      this.#events.opened();
      this.#schedulePing();
    };
    socket.onmessage = (event) => {
      clearTimeout(this.#pong);
      const said: ServerFrame | ServerFrame[] = JSON.parse(String(event.data));
      for (const frame of Array.isArray(said) ? said : [said]) {
        if (frame.type === "bye") this.retryIn(frame.retry_after);
        else this.#events.frame(frame);
      }
    };
    socket.onclose = () => {
      if (socket === this.#socket) this.#lost();
    };
  }

  #lost(): void {
    this.#drop();
    this.#events.lost();
    const longest = Math.min(LONGEST_DELAY, FIRST_DELAY * 2 ** this.#failures++);
    this.#schedule(longest * (0.5 + Math.random() / 2));
  }

  #drop(): void {
    clearTimeout(this.#ping);
    clearTimeout(this.#pong);
    clearTimeout(this.#retry);
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #schedule(delay: number): void {
    clearTimeout(this.#retry);
    this.#retry = window.setTimeout(() => this.#connect(), delay);
  }

  #wake(): void {
    if (!this.#wanted) return;
    if (this.#socket?.readyState === WebSocket.OPEN) this.#probe();
    else if (this.#socket?.readyState !== WebSocket.CONNECTING) this.#connect();
  }

  #schedulePing(): void {
    clearTimeout(this.#ping);
    this.#ping = window.setTimeout(() => this.#probe(), PING_EVERY);
  }

  /** After a sleep a socket may look open and be dead: no answer in time means it is. */
  #probe(): void {
    this.send({ type: "ping" });
    this.#schedulePing();
    clearTimeout(this.#pong);
    this.#pong = window.setTimeout(() => {
      this.#drop();
      this.#events.lost();
      this.#connect();
    }, PONG_WITHIN);
  }
}
