/** The one sound of a screen: which recording plays, where it is, how quickly. */
import type { Id } from "../../api/types";

export interface Playing {
  /** Which recording is in the player; none before the first was chosen. */
  id: Id | null;
  on: boolean;
  /** Seconds from its beginning. */
  time: number;
  rate: number;
  failed: boolean;
}

/** What of an audio element is used here. */
export interface Sound {
  src: string;
  currentTime: number;
  playbackRate: number;
  readonly paused: boolean;
  play(): Promise<void>;
  pause(): void;
  addEventListener(event: string, listener: () => void): void;
}

const nothing: Playing = { id: null, on: false, time: 0, rate: 1, failed: false };

export class Player {
  private state = nothing;
  private readonly listeners = new Set<() => void>();

  constructor(
    private readonly sound: Sound,
    private readonly address: (id: Id) => string,
  ) {
    const follow = () => this.set({ time: sound.currentTime, on: !sound.paused });
    for (const event of ["timeupdate", "seeked", "play", "pause", "ended"]) sound.addEventListener(event, follow);
    sound.addEventListener("error", () => this.set({ on: false, failed: this.state.id !== null }));
  }

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  readonly now = (): Playing => this.state;

  /** Play a recording from a place in it; without one, from where it is. */
  play(id: Id, from?: number) {
    if (this.state.id !== id || this.state.failed) {
      this.sound.src = this.address(id);
      this.set({ id, time: 0, failed: false });
    }
    if (from !== undefined) this.seek(id, from);
    this.sound.playbackRate = this.state.rate;
    // A browser may not let a page speak up; then nothing plays, and the button says so.
    this.sound.play().catch(() => this.set({ on: false }));
  }

  toggle(id: Id) {
    if (this.state.id === id && this.state.on) this.sound.pause();
    else this.play(id);
  }

  /** Go to a place in a recording, playing or not. */
  seek(id: Id, to: number) {
    if (this.state.id !== id) {
      this.sound.src = this.address(id);
      this.set({ id, failed: false });
    }
    this.sound.currentTime = Math.max(0, to);
    this.set({ time: Math.max(0, to) });
  }

  speed(rate: number) {
    this.sound.playbackRate = rate;
    this.set({ rate });
  }

  /** Be silent for good. */
  end() {
    this.sound.pause();
    this.sound.src = "";
    this.state = nothing;
  }

  private set(change: Partial<Playing>) {
    this.state = { ...this.state, ...change };
    for (const listener of this.listeners) listener();
  }
}
