/** This browser as a telephone: at most one call at a time, connected again by itself when the network fails. */
import { type CallRole, type CallView, joinCall, leaveCall, refOf } from "../../api/calls";
import { ApiError } from "../../api/client";
import type { Id } from "../../api/types";
import { Meter, openMicrophone, stopTracks } from "./audio";
import { Connection } from "./connection";
import { after, type Count, type Flow, flowOf, type LineEvent, type LineStatus, microphoneFault, OFF, waitOf, withCount } from "./lineState";

export interface PhoneState {
  /** Which call; null when there is none. */
  ref: Id | null;
  role: CallRole;
  line: LineStatus;
  muted: boolean;
  flow: Flow;
  /** The browser does not play sound before the page is clicked. */
  blocked: boolean;
  /** Another window of this browser has the call. */
  elsewhere: boolean;
  /** The name of the microphone in use. */
  microphone: string;
}

const IDLE: PhoneState = { ref: null, role: "talk", line: OFF, muted: false, flow: "both", blocked: false, elsewhere: false, microphone: "" };
const COUNT_EVERY = 1_000;

export class Phone {
  private state = IDLE;
  private readonly listeners = new Set<() => void>();
  private readonly player = new Audio();
  private connection: Connection | null = null;
  private microphone: MediaStream | null = null;
  private meters: { mine: Meter | null; theirs: Meter | null } = { mine: null, theirs: null };
  private retry: ReturnType<typeof setTimeout> | undefined;
  private counter: ReturnType<typeof setInterval> | undefined;
  private counts: Count[] = [];
  private devices = { microphone: "", speaker: "" };
  private release: (() => void) | null = null;
  /** Calls that are over for this browser, and the turns in which it had them: nothing takes these up by itself again. */
  private readonly done = new Set<string>();
  private resumed = "";

  constructor() {
    this.player.autoplay = true;
    // Lets the network's return be used at once.
    window.addEventListener("online", () => this.state.line.state === "reconnecting" && void this.attempt());
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly snapshot = () => this.state;

  /** Be in a call from now on; what was before is left. Does nothing when this is so already. */
  async take(ref: Id, role: CallRole = "talk", { here = false } = {}) {
    if (this.state.ref === ref && this.state.role === role && !here) return;
    const before = this.state.ref;
    this.close();
    if (before && before !== ref) void leaveCall(before).catch(() => undefined);
    this.set({ ...IDLE, ref, role });
    if (!(await this.own(ref, here))) return;
    await this.begin();
  }

  /**
   * Be in a call that one should be in, unless it is over for this browser. Whoever gets the work of a call again, as
   * from a colleague they left it to, has it in another turn: `since` says from when on.
   */
  async resume(call: CallView, role: CallRole = "talk", since = "") {
    const turn = `${call.id} ${since}`.trimEnd();
    if (this.state.ref !== null || this.done.has(turn)) return;
    const taken = this.take(refOf(call), role);
    this.resumed = turn;
    await taken;
  }

  /** A call is over for this browser. */
  finish(call: Id) {
    this.done.add(call);
    this.giveUp();
  }

  /** Try again after a fault. */
  async begin() {
    this.happen({ type: "begin" });
    await this.attempt();
  }

  /** Leave the call and tell the hub; the others stay. */
  async leave() {
    const { ref } = this.state;
    this.close();
    if (ref) await leaveCall(ref).catch(() => undefined);
  }

  /** Put the receiver down. */
  close() {
    if (this.state === IDLE) return;
    this.resumed = "";
    this.hush();
    this.release?.();
    this.release = null;
    this.set(IDLE);
  }

  mute(on: boolean) {
    for (const track of this.microphone?.getAudioTracks() ?? []) track.enabled = !on;
    this.set({ ...this.state, muted: on });
  }

  /** Speak or only listen; whoever begins to speak is asked for the microphone. */
  async changeRole(role: CallRole) {
    this.set({ ...this.state, role });
    await this.useMicrophone(this.devices.microphone);
  }

  /** Use other devices, also in the middle of a call. */
  async use(microphone: string, speaker: string) {
    const changed = microphone !== this.devices.microphone;
    this.devices = { microphone, speaker };
    await this.player.setSinkId?.(speaker).catch(() => undefined);
    if (changed && this.connection) await this.useMicrophone(microphone);
  }

  /** How loud it is at this moment, 0 to 1. */
  readonly levels = () => ({
    mine: this.state.muted ? 0 : (this.meters.mine?.level() ?? 0),
    theirs: this.meters.theirs?.level() ?? 0,
  });

  /** Play what the browser held back; must be called from a click. */
  readonly unblock = () => void this.play();

  private async useMicrophone(id: string) {
    try {
      this.adopt(this.state.role === "listen" ? null : await openMicrophone(id));
      await this.connection?.speakWith(this.microphone?.getAudioTracks()[0] ?? null);
    } catch (fault) {
      this.refused(fault);
    }
  }

  private adopt(microphone: MediaStream | null) {
    stopTracks(this.microphone);
    this.meters.mine?.close();
    this.microphone = microphone;
    this.meters.mine = microphone && new Meter(microphone);
    this.counts = [];
    for (const track of microphone?.getAudioTracks() ?? []) {
      track.enabled = !this.state.muted;
      // Unplugged: the computer's next one takes its place.
      track.onended = () => void this.useMicrophone("");
      this.set({ ...this.state, microphone: track.label });
    }
  }

  private async attempt() {
    const { ref, role } = this.state;
    this.hush();
    if (!ref) return;
    try {
      this.adopt(role === "listen" ? null : await openMicrophone(this.devices.microphone));
    } catch (fault) {
      this.refused(fault);
      return;
    }
    if (this.state.ref !== ref) return this.hush();
    const connection = new Connection({
      onUp: () => this.happen({ type: "up" }),
      onLost: () => this.lost(),
      onSound: (stream) => this.hear(stream),
    });
    this.connection = connection;
    try {
      await connection.open(this.microphone?.getAudioTracks()[0] ?? null, (sdp) => joinCall(ref, sdp, role));
    } catch (fault) {
      if (this.connection !== connection) return;
      connection.close();
      const refused = fault instanceof ApiError && (fault.status === 403 || fault.status === 404);
      // The call is over, or went to somebody else.
      if (refused && (fault.status === 404 || this.state.line.attempt > 0)) this.giveUp();
      else if (refused) this.happen({ type: "fault", fault: "connection" });
      else this.lost();
    }
  }

  private hear(stream: MediaStream) {
    this.player.srcObject = stream;
    void this.player.setSinkId?.(this.devices.speaker).catch(() => undefined);
    this.meters.theirs = new Meter(stream);
    void this.play();
    this.counter = setInterval(() => void this.count(), COUNT_EVERY);
  }

  private async play() {
    const played = await this.player.play().then(
      () => true,
      (fault: unknown) => !(fault instanceof DOMException && fault.name === "NotAllowedError"),
    );
    this.set({ ...this.state, blocked: !played });
  }

  private async count() {
    const received = (await this.connection?.received().catch(() => null)) ?? null;
    if (received === null || this.state.line.state !== "connected") return;
    const level = this.meters.mine?.level() ?? 0;
    this.counts = withCount(this.counts, { at: performance.now(), received, level });
    const flow = flowOf(this.counts, this.state.muted || this.state.role === "listen");
    if (flow !== this.state.flow) this.set({ ...this.state, flow });
  }

  private refused(fault: unknown) {
    this.happen({ type: "fault", fault: microphoneFault(fault instanceof DOMException ? fault.name : "") });
  }

  private lost() {
    this.hush();
    this.happen({ type: "lost" });
    if (this.state.line.state === "reconnecting") this.retry = setTimeout(() => void this.attempt(), waitOf(this.state.line));
  }

  /** Put the receiver down for good, as long as it is the same turn. */
  private giveUp() {
    this.done.add(this.resumed);
    this.close();
  }

  /** End the audio, not the wish for it. */
  private hush() {
    clearTimeout(this.retry);
    clearInterval(this.counter);
    this.connection?.close();
    this.connection = null;
    this.adopt(null);
    this.meters.theirs?.close();
    this.meters.theirs = null;
    this.player.srcObject = null;
  }

  /** Be the one window of this browser that has the call; false when another has it. */
  private async own(ref: Id, steal: boolean): Promise<boolean> {
    const name = `switchboard.call.${ref}`;
    const mine = () => this.state.ref === ref;
    const had = await new Promise<boolean>((resolve) => {
      const hold = (lock: Lock | null) => {
        resolve(lock !== null);
        return lock && new Promise<void>((release) => (this.release = release));
      };
      navigator.locks.request(name, steal ? { steal } : { ifAvailable: true }, hold).catch(() => {
        // Another window took it.
        if (!mine()) return;
        this.hush();
        this.set({ ...this.state, line: OFF, elsewhere: true });
      });
    });
    if (!had && mine()) this.set({ ...this.state, elsewhere: true });
    return had && mine();
  }

  private happen(event: LineEvent) {
    const line = after(this.state.line, event);
    if (event.type === "fault") this.hush();
    this.set({ ...this.state, line, flow: line.state === "connected" ? this.state.flow : "both" });
  }

  private set(state: PhoneState) {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}
