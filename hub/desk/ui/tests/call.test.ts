import { describe, expect, it } from "vitest";
import type { CallView, Party } from "../src/api/calls";
import { isOver, resumes, ringsFor } from "../src/features/call/duties";
import { choose, DEFAULT, listed } from "../src/features/call/devices";
import { after, ATTEMPTS, type Count, flowOf, type LineEvent, microphoneFault, OFF, waitOf, withCount } from "../src/features/call/lineState";
import { shown } from "../src/features/call/audio";
import { dialled, stageOf, successor } from "../src/features/call/parties";
import { attendants, lasted, placed } from "../src/features/call/episodes";
import { askedLately, doubtful } from "../src/features/call/speech";
import { message } from "./make";

const AT = "2026-11-22T10:00:00Z";

const party = (given: Partial<Party> & { id: string }): Party => ({
  kind: "colleague",
  name: given.id,
  number: "",
  state: "connected",
  role: "talk",
  muted: false,
  held: false,
  silent: false,
  by: "ada",
  instead: false,
  ...given,
});

const call = (given: Partial<CallView> = {}): CallView => ({
  id: "call",
  conversation: "c",
  state: "up",
  direction: "inbound",
  number: "+442079460123",
  region: "GB",
  caller: "",
  caller_name: "",
  about: "",
  since: AT,
  answered_at: AT,
  ended_at: null,
  cause: "",
  held: false,
  silent: false,
  parties: [],
  gone: null,
  recording: null,
  own_phone: false,
  ...given,
});

const through = (...events: LineEvent[]) => events.reduce(after, OFF);

describe("the audio connection", () => {
  it("comes up, is lost, and counts its attempts until it stands again", () => {
    expect(through({ type: "begin" }).state).toBe("connecting");
    expect(through({ type: "begin" }, { type: "up" })).toEqual({ state: "connected", fault: null, attempt: 0 });
    const lost = through({ type: "begin" }, { type: "up" }, { type: "lost" }, { type: "lost" });
    expect(lost).toEqual({ state: "reconnecting", fault: null, attempt: 2 });
    expect(waitOf(lost)).toBeGreaterThan(waitOf(through({ type: "begin" }, { type: "lost" })));
    expect(after(lost, { type: "up" }).attempt).toBe(0);
  });
  it("gives up after the last attempt, and a new beginning starts counting anew", () => {
    const events: LineEvent[] = [{ type: "begin" }, ...Array.from({ length: ATTEMPTS + 1 }, (): LineEvent => ({ type: "lost" }))];
    const given = through(...events);
    expect(given).toMatchObject({ state: "failed", fault: "connection" });
    expect(after(given, { type: "lost" })).toBe(given);
    expect(after(given, { type: "begin" })).toEqual({ state: "connecting", fault: null, attempt: 0 });
  });
  it("stays off once put down, whatever comes late", () => {
    const off = through({ type: "begin" }, { type: "up" }, { type: "close" });
    for (const late of [{ type: "up" }, { type: "lost" }, { type: "fault", fault: "busy" }] as LineEvent[]) expect(after(off, late)).toEqual(OFF);
  });
  it("tells a refused microphone from a missing and from a busy one", () => {
    expect(["NotAllowedError", "NotFoundError", "NotReadableError"].map(microphoneFault)).toEqual(["refused", "missing", "busy"]);
  });
});

describe("whether audio flows", () => {
  const seconds = (last: number, count: (second: number) => Partial<Count>): Count[] =>
    Array.from({ length: last + 1 }, (_, second) => ({ at: second * 1000, received: second * 50, level: 0.1, ...count(second) }));
  it("is said only of what lasted", () => {
    expect(flowOf([], false)).toBe("both");
    expect(flowOf(seconds(2, () => ({ received: 0 })), false)).toBe("both");
    expect(flowOf(seconds(20, () => ({})), false)).toBe("both");
  });
  it("notices that nothing comes", () => {
    expect(flowOf(seconds(6, (second) => ({ received: Math.min(second, 2) * 50 })), false)).toBe("nothing_comes");
  });
  it("notices a dead microphone, unless it is muted on purpose", () => {
    const dead = seconds(12, () => ({ level: 0 }));
    expect(flowOf(dead, false)).toBe("microphone_silent");
    expect(flowOf(dead, true)).toBe("both");
    expect(flowOf(seconds(12, (second) => ({ level: second === 9 ? 0.01 : 0 })), false)).toBe("both");
  });
  it("keeps only what it needs", () => {
    const kept = seconds(60, () => ({})).reduce<Count[]>(withCount, []);
    expect(kept.length).toBeLessThan(25);
    expect(kept.at(-1)?.at).toBe(60_000);
  });
});

describe("audio devices", () => {
  const headset = { id: "h1", label: "Headset" };
  const desk = { id: "d1", label: "Desk microphone" };
  it("are the wished ones while they are there", () => {
    expect(choose([headset, desk], desk)).toEqual({ device: desk, missing: null });
    expect(choose([headset, desk], DEFAULT)).toEqual({ device: DEFAULT, missing: null });
  });
  it("are known again by their name when the browser gave new ids", () => {
    expect(choose([{ ...headset, id: "h2" }], headset).device.id).toBe("h2");
    expect(choose([{ id: "x", label: "" }], { id: "y", label: "" }).device).toEqual(DEFAULT);
  });
  it("fall back to the computer's own, and say what is missing", () => {
    expect(choose([desk], headset)).toEqual({ device: DEFAULT, missing: headset });
  });
  it("are listed once: other names of the same device are left out", () => {
    const found = ["default", "communications", "h1"].map((deviceId) => ({ deviceId, kind: "audioinput" as const, label: deviceId }));
    expect(listed([...found, { deviceId: "s1", kind: "audiooutput", label: "Speaker" }])).toEqual({
      microphones: [{ id: "h1", label: "h1" }],
      speakers: [{ id: "s1", label: "Speaker" }],
    });
  });
});

describe("who hears whom", () => {
  const ben = party({ id: "ben" });
  it("follows from who is held", () => {
    expect(stageOf(call())).toBe("alone");
    expect(stageOf(call({ held: true }))).toBe("alone");
    expect(stageOf(call({ held: true, parties: [party({ id: "ben", state: "ringing" })] }))).toBe("ringing");
    expect(stageOf(call({ held: true, parties: [ben] }))).toBe("private");
    expect(stageOf(call({ parties: [party({ id: "ben", held: true })] }))).toBe("caller");
    expect(stageOf(call({ parties: [ben] }))).toBe("conference");
    expect(stageOf(call({ parties: [ben], conversation: "", caller: "ada" }))).toBe("alone");
  });
  it("does not count the agent and supervisors as invited", () => {
    const parties = [party({ id: "ada", kind: "agent" }), party({ id: "sam", kind: "supervisor", role: "listen" })];
    expect(stageOf(call({ parties }))).toBe("alone");
    expect(successor(call({ parties }))).toBeUndefined();
  });
  it("gives the caller to whoever came last", () => {
    const li = party({ id: "li" });
    expect(successor(call({ parties: [ben, li, party({ id: "eva", state: "ringing" })] }))?.id).toBe("li");
  });
});

describe("this person's telephone", () => {
  it("rings for a colleague's call until it is answered, declined or over", () => {
    const ringing = call({ parties: [party({ id: "ben", state: "ringing" })] });
    expect(ringsFor(ringing, "ben")).toBe(true);
    expect(ringsFor(ringing, "ada")).toBe(false);
    expect(ringsFor(call({ ...ringing, own_phone: true }), "ben")).toBe(false);
    expect(ringsFor(call({ ...ringing, state: "ended" }), "ben")).toBe(false);
    expect(ringsFor(call({ parties: [party({ id: "ben" })] }), "ben")).toBe(false);
  });
  it("takes up a call after the page was loaded again, but not one that it has not accepted", () => {
    expect(resumes(call({ parties: [party({ id: "ben" })] }), "ben")).toBe(true);
    expect(resumes(call({ parties: [party({ id: "ben", state: "ringing" })] }), "ben")).toBe(false);
    expect(resumes(call({ conversation: "", caller: "ada", state: "ringing" }), "ada")).toBe(true);
    expect(resumes(call({ parties: [party({ id: "ben" })], own_phone: true }), "ben")).toBe(false);
  });
  it("stays with the caller when the network took it out, and goes when it was let go", () => {
    const lost = call({ gone: { id: "ben", kind: "colleague", name: "Ben", cause: "failed" } });
    const dropped = call({ gone: { id: "ben", kind: "colleague", name: "Ben", cause: "normal" } });
    expect(isOver(lost, "ben", false)).toBe(false);
    expect(isOver(dropped, "ben", false)).toBe(true);
    expect(isOver(dropped, "ben", true)).toBe(false);
    expect(isOver(call({ state: "ended" }), "ben", true)).toBe(true);
    expect(isOver(null, "ben", true)).toBe(true);
  });
});

describe("small things of the telephone", () => {
  it("reads numbers as people paste them", () => {
    expect(dialled("+44 (20) 7946-0123")).toBe("+442079460123");
    expect(dialled("tel: 0049+30")).toBe("004930");
    expect(dialled("*21#")).toBe("*21#");
    expect(dialled("—")).toBe("");
  });
  it("shows levels as ears count them", () => {
    expect(shown(0)).toBe(0);
    expect(shown(1)).toBe(1);
    expect(shown(2)).toBe(1);
    expect(shown(0.000_001)).toBe(0);
    expect(shown(0.0316)).toBeCloseTo(0.5, 2);
  });
  it("looks up what the caller said last, not greetings, and not what was said in an earlier call", () => {
    const items = [
      message({ id: "1", text: "How long does delivery take?" }),
      message({ id: "2", text: "yes" }),
      message({ id: "3", text: "Something of another call", interaction: "other" }),
      message({ id: "4", text: "Two to four working days, I believe", direction: "outbound" }),
    ];
    expect(askedLately(items, "i")).toBe("How long does delivery take?");
    expect(askedLately([], "i")).toBe("");
  });
});

describe("calls in the timeline", () => {
  const at = (minute: number) => `2026-11-22T10:${String(minute).padStart(2, "0")}:00Z`;
  const first = call({ id: "first", since: at(2), answered_at: at(2), ended_at: at(5), state: "ended" });
  const second = call({ id: "second", since: at(20), answered_at: null, ended_at: at(21), state: "ended" });
  const items = [
    message({ id: "1", at: at(1) }),
    message({ id: "2", at: at(3), direction: "outbound", author: { kind: "agent", id: "ada", name: "Ada" } }),
    message({ id: "3", at: at(4), notice: "agent_joined", notice_vars: { name: "Ben" } }),
    message({ id: "4", at: at(10), direction: "outbound", author: { kind: "agent", id: "li", name: "Li" } }),
  ];
  it("stand before what was said in them, or at the end", () => {
    const places = placed([first, second], items);
    expect(places.get("2")).toEqual([first]);
    expect(places.get("")).toEqual([second]);
  });
  it("wait for what is yet to load", () => {
    expect(placed([first], items.slice(3), true).size).toBe(0);
    expect(placed([first], items.slice(3)).get("4")).toEqual([first]);
  });
  it("name who took part, and how long it lasted", () => {
    expect(attendants(first, items)).toEqual(["Ada", "Ben"]);
    expect(lasted(first)).toBe(180);
    expect(lasted(second)).toBeNull();
  });
  it("say where a recogniser was not sure", () => {
    expect([0.3, 0.59, 0.6, 1].map(doubtful)).toEqual([true, true, false, false]);
  });
});
