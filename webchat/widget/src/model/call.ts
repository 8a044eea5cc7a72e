import type { Line, Phone } from "./line";
import type { CallFrame, Caption, ClientFrame, ErrorFrame } from "./protocol";
import { ulid } from "./ulid";

/** Longest time from the offer to the first sound. */
const CONNECTS_WITHIN = 20_000;
const KEYS = /^[0-9*#]$/;

export type CallState = "idle" | "microphone" | "connecting" | "up" | "over" | "failed";
export type Fault = "microphone" | "device" | "busy" | "unavailable" | "refused" | "connection" | "lost";

const FAULTS: Record<string, Fault> = {
  too_many: "busy",
  unavailable: "unavailable",
  not_found: "unavailable",
  not_allowed: "refused",
};

/** What a call needs of the chat around it. */
export interface Around {
  /** Send a frame; false while there is no connection. */
  send(frame: ClientFrame): boolean;
  /** Whether we may be called: null while that is not known yet. */
  possible(): boolean | null;
  changed(): void;
}

/** The customer's telephone call to us: one at a time. */
export class Call {
  state: CallState = "idle";
  fault: Fault | null = null;
  captions: Caption[] = [];
  frame: CallFrame | null = null;
  muted = false;
  unsteady = false;
  /** The keys that were pressed since somebody spoke. */
  keys = "";
  startedAt = 0;
  endedAt = 0;

  readonly #phone: Phone;
  readonly #around: Around;
  #line: Line | null = null;
  #request = "";
  #offer = "";
  #id: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(phone: Phone, around: Around) {
    this.#phone = phone;
    this.#around = around;
  }

  /** Whether this browser can call at all. */
  get able(): boolean {
    return this.#phone.possible;
  }

  get active(): boolean {
    return this.state === "microphone" || this.state === "connecting" || this.state === "up";
  }

  /** The call's id while it goes on, so that a new connection to the hub can follow it. */
  get id(): string | null {
    return this.active ? this.#id : null;
  }

  /** How long we have spoken, in seconds. */
  get seconds(): number {
    if (!this.startedAt) return 0;
    return Math.floor(((this.endedAt || Date.now()) - this.startedAt) / 1000);
  }

  /** Who spoke last offers these, each by a key. */
  get choices(): Caption["choices"] {
    const last = this.captions.filter((one) => one.from !== "system").at(-1);
    return this.state === "up" && last?.from === "bot" ? last.choices : [];
  }

  async start(): Promise<void> {
    if (this.active) return;
    Object.assign(this, { fault: null, captions: [], frame: null, muted: false, unsteady: false, keys: "" });
    this.startedAt = this.endedAt = 0;
    this.#id = null;
    const request = (this.#request = ulid());
    this.#to("microphone");
    try {
      const microphone = await this.#phone.microphone();
      if (this.#request !== request || !this.active) {
        for (const track of microphone.getTracks()) track.stop();
        return;
      }
      this.#line = this.#phone.line(microphone, {
        up: () => this.#up(),
        unsteady: (on) => this.#set(() => (this.unsteady = on)),
        lost: () => this.#lost(),
      });
    } catch (error) {
      if (this.#request === request) this.#fail(noDevice(error) ? "device" : "microphone");
      return;
    }
    this.#to("connecting");
    this.#timer = setTimeout(() => this.#fail("connection"), CONNECTS_WITHIN);
    try {
      this.#offer = await this.#line.offer();
      this.ready();
    } catch {
      this.#fail("connection");
    }
  }

  /** The chat is connected: what waits is sent now. */
  ready(): void {
    if (this.state !== "connecting" || !this.#offer) return;
    if (this.#around.possible() === false) this.#fail("unavailable");
    else if (this.#around.send({ type: "call", id: this.#request, offer: this.#offer })) this.#offer = "";
  }

  hangUp(): void {
    if (!this.active) return;
    this.#around.send({ type: "hang_up" });
    this.#end("over");
  }

  /** Back to the chat. */
  dismiss(): void {
    if (!this.active) this.#to("idle");
  }

  mute(on: boolean): void {
    this.#line?.mute(on);
    this.#set(() => (this.muted = on));
  }

  press(key: string): boolean {
    if (this.state !== "up" || !KEYS.test(key) || !this.#line?.press(key)) return false;
    this.#set(() => (this.keys += key));
    return true;
  }

  levels(): [mine: number, theirs: number] {
    return this.#line?.levels() ?? [0, 0];
  }

  // --- what the hub says ------------------------------------------------------------------------------

  placed(id: string, call: string, answer: string): void {
    if (id !== this.#request || this.state !== "connecting") {
      if (!this.active) this.#around.send({ type: "hang_up" }); // it was given up meanwhile
      return;
    }
    this.#id = call;
    this.#line?.answer(answer).catch(() => this.#fail("connection"));
  }

  stands(frame: CallFrame): void {
    if (frame.call !== this.#id || !this.active) return;
    this.frame = frame;
    if (frame.state === "ended") this.#end("over");
  }

  said(caption: Caption): void {
    if (caption.call !== this.#id || !this.active) return;
    const known = this.captions.some((one) => one.id === caption.id);
    this.captions = known
      ? this.captions.map((one) => (one.id === caption.id ? caption : one))
      : [...this.captions, caption];
    this.keys = "";
  }

  /** True when the error is about this call. */
  refused(frame: ErrorFrame): boolean {
    if (!frame.id || frame.id !== this.#request) return false;
    if (this.active) this.#fail(FAULTS[frame.code] ?? "connection");
    return true;
  }

  // --- its life ---------------------------------------------------------------------------------------

  #up(): void {
    if (this.state !== "connecting") return;
    clearTimeout(this.#timer);
    this.startedAt = Date.now();
    this.#to("up");
  }

  #lost(): void {
    if (this.state === "up") {
      // Whoever hangs up on our side closes the line first and says so just after.
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#fail("lost"), 1_000);
    } else if (this.active) this.#fail("connection");
  }

  #fail(fault: Fault): void {
    if (!this.active) return;
    if (this.#id) this.#around.send({ type: "hang_up" });
    this.fault = fault;
    this.#end("failed");
  }

  #end(state: "over" | "failed"): void {
    clearTimeout(this.#timer);
    this.#offer = "";
    this.endedAt = Date.now();
    this.#line?.close();
    this.#line = null;
    this.#to(state);
  }

  #to(state: CallState): void {
    this.#set(() => (this.state = state));
  }

  #set(change: () => void): void {
    change();
    this.#around.changed();
  }
}

function noDevice(error: unknown): boolean {
  return error instanceof DOMException && ["NotFoundError", "NotReadableError", "OverconstrainedError"].includes(error.name);
}
