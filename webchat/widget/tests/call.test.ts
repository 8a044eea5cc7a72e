import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Call } from "../src/model/call";
import type { LineEvents, Phone } from "../src/model/line";
import type { CallFrame, Caption, ClientFrame } from "../src/model/protocol";

/** A browser whose microphone and connection do what the test says. */
class FakePhone implements Phone {
  possible = true;
  refusal: Error | null = null;
  events!: LineEvents;
  pressed = "";
  muted = false;
  answered = "";
  closed = false;
  badAnswer = false;
  tracksStopped = 0;
  waiting: Promise<void> = Promise.resolve();

  async microphone(): Promise<MediaStream> {
    await this.waiting;
    if (this.refusal) throw this.refusal;
    return { getTracks: () => [{ stop: () => this.tracksStopped++ }] } as unknown as MediaStream;
  }

  line(_: MediaStream, events: LineEvents) {
    this.events = events;
    this.closed = false;
    return {
      offer: async () => "the offer",
      answer: async (sdp: string) => {
        if (this.badAnswer) throw new Error("bad");
        this.answered = sdp;
      },
      mute: (on: boolean) => void (this.muted = on),
      press: (key: string) => ((this.pressed += key), true),
      levels: (): [number, number] => [0, 0],
      close: () => void (this.closed = true),
    };
  }
}

let phone: FakePhone;
let sent: ClientFrame[];
let online: boolean;
let possible: boolean;
let call: Call;

beforeEach(() => {
  vi.useFakeTimers();
  phone = new FakePhone();
  [sent, online, possible] = [[], true, true];
  call = new Call(phone, {
    send: (frame) => online && sent.push(frame) > 0,
    possible: () => (online ? possible : null),
    changed: () => undefined,
  });
});
afterEach(() => void vi.useRealTimers());

const asked = () => sent.find((one) => one.type === "call");

function standing(more: Partial<CallFrame> = {}): CallFrame {
  const base = { type: "call", call: "c1", state: "up", handler: "bot", position: null, wait_seconds: null, agent: null };
  return { ...base, ...more } as CallFrame;
}

function caption(more: Partial<Caption> = {}): Caption {
  const base = { type: "caption", call: "c1", id: "m1", from: "bot", text: "Hello", choices: [], notice: "", vars: {} };
  return { ...base, ...more } as Caption;
}

async function begun(): Promise<void> {
  await call.start();
  call.placed(asked()?.id ?? "", "c1", "the answer");
  phone.events.up();
}

test("a call asks for the microphone, makes its offer, and is up once audio flows", async () => {
  const starting = call.start();
  expect(call.state).toBe("microphone");
  await starting;
  expect([call.state, asked()?.offer]).toEqual(["connecting", "the offer"]);
  call.placed(asked()?.id ?? "", "c1", "the answer");
  expect(phone.answered).toBe("the answer");
  phone.events.up();
  expect([call.state, call.id]).toEqual(["up", "c1"]);
  vi.advanceTimersByTime(61_000);
  expect(call.seconds).toBe(61);
});

test.each([
  ["NotAllowedError", "microphone"],
  ["NotFoundError", "device"],
  ["NotReadableError", "device"],
])("a microphone that is not to be had says why: %s", async (name, fault) => {
  phone.refusal = new DOMException("", name);
  await call.start();
  expect([call.state, call.fault, sent]).toEqual(["failed", fault, []]);
});

test.each([
  ["too_many", "busy"],
  ["unavailable", "unavailable"],
  ["not_found", "unavailable"],
  ["not_allowed", "refused"],
  ["conflict", "connection"],
])("a refusal of the hub says why: %s", async (code, fault) => {
  await call.start();
  expect(call.refused({ type: "error", code, message: "", id: asked()?.id })).toBe(true);
  expect([call.state, call.fault, phone.closed]).toEqual(["failed", fault, true]);
});

test("errors of something else are not the call's", async () => {
  await call.start();
  expect(call.refused({ type: "error", code: "too_many", message: "", id: "other" })).toBe(false);
  expect(call.refused({ type: "error", code: "too_many", message: "" })).toBe(false);
  expect(call.state).toBe("connecting");
});

test("an offer waits for the chat to be connected", async () => {
  online = false;
  await call.start();
  expect(sent).toEqual([]);
  online = true;
  call.ready();
  call.ready();
  expect(sent.filter((one) => one.type === "call")).toHaveLength(1);
});

test("a hub that takes no calls is said before it is asked", async () => {
  possible = false;
  await call.start();
  expect([call.fault, sent]).toEqual(["unavailable", []]);
});

test("a call that does not connect is given up, and the hub is told", async () => {
  await call.start();
  call.placed(asked()?.id ?? "", "c1", "the answer");
  vi.advanceTimersByTime(20_000);
  expect([call.state, call.fault, phone.closed]).toEqual(["failed", "connection", true]);
  expect(sent.at(-1)).toEqual({ type: "hang_up" });
});

test("an answer that cannot be used ends the call", async () => {
  phone.badAnswer = true;
  await call.start();
  call.placed(asked()?.id ?? "", "c1", "nonsense");
  await vi.advanceTimersByTimeAsync(0);
  expect([call.state, call.fault]).toEqual(["failed", "connection"]);
});

test("whoever hangs up while the microphone is asked for does not call", async () => {
  let allow = (): void => undefined;
  phone.waiting = new Promise((resolve) => (allow = resolve));
  const starting = call.start();
  call.hangUp();
  allow();
  await starting;
  expect([call.state, phone.tracksStopped, asked()]).toEqual(["over", 1, undefined]);
});

test("an answer that comes after hanging up is hung up too", async () => {
  await call.start();
  const id = asked()?.id ?? "";
  call.hangUp();
  call.placed(id, "c1", "the answer");
  expect(sent.filter((one) => one.type === "hang_up")).toHaveLength(2);
  expect(phone.answered).toBe("");
});

test("keys go out only while the call is up, and only keys", async () => {
  expect(call.press("1")).toBe(false);
  await begun();
  for (const key of ["1", "#", "*", "a", "10", "Enter"]) call.press(key);
  expect([phone.pressed, call.keys]).toEqual(["1#*", "1#*"]);
  call.said(caption());
  expect(call.keys).toBe("");
});

test("what is said is kept once, and the newest of the bot's offers can be chosen", async () => {
  await begun();
  const choices = [{ label: "Orders", value: "o", key: "1" }];
  call.said(caption({ choices }));
  call.said(caption({ choices, text: "Hello again" }));
  call.said(caption({ id: "m2", call: "another" }));
  expect(call.captions.map((one) => one.text)).toEqual(["Hello again"]);
  expect(call.choices).toEqual(choices);
  call.said(caption({ id: "m3", from: "system", notice: "waiting", text: "" }));
  expect(call.choices).toEqual(choices);
  call.said(caption({ id: "m4", from: "me", text: "1" }));
  expect(call.choices).toEqual([]);
});

test("the hub's word ends the call, another call's does not", async () => {
  await begun();
  call.stands(standing({ call: "c0", state: "ended" }));
  call.stands(standing({ handler: "waiting", position: 2 }));
  expect([call.state, call.frame?.position]).toEqual(["up", 2]);
  call.stands(standing({ state: "ended" }));
  expect([call.state, call.fault, phone.closed, call.id]).toEqual(["over", null, true, null]);
});

test("a line that is lost is a fault, unless the hub says that the call ended", async () => {
  await begun();
  phone.events.unsteady(true);
  expect(call.unsteady).toBe(true);
  phone.events.lost();
  vi.advanceTimersByTime(1_000);
  expect([call.state, call.fault]).toEqual(["failed", "lost"]);
  sent = [];
  await begun();
  phone.events.lost();
  call.stands(standing({ state: "ended" }));
  vi.advanceTimersByTime(1_000);
  expect([call.state, call.fault]).toEqual(["over", null]);
});

test("muting and calling again begin anew", async () => {
  await begun();
  call.mute(true);
  expect([call.muted, phone.muted]).toEqual([true, true]);
  call.said(caption());
  await call.start();
  expect(call.state).toBe("up"); // one at a time
  call.hangUp();
  expect(sent.at(-1)).toEqual({ type: "hang_up" });
  sent = [];
  await begun();
  expect([call.muted, call.captions, call.state]).toEqual([false, [], "up"]);
  call.dismiss();
  expect(call.state).toBe("up");
  call.hangUp();
  call.dismiss();
  expect(call.state).toBe("idle");
});
