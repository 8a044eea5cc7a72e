import { describe, expect, it } from "vitest";
import { Player, type Sound } from "../src/features/recordings/player";
import { outline } from "../src/features/recordings/Waves";

class FakeSound implements Sound {
  private address = "";
  currentTime = 0;
  playbackRate = 1;
  paused = true;
  refuses = false;
  private readonly listeners = new Map<string, (() => void)[]>();

  get src() {
    return this.address;
  }

  set src(address: string) {
    this.address = address;
    this.currentTime = 0;
  }

  async play() {
    if (this.refuses) throw new Error("not allowed");
    this.paused = false;
    this.tell("play");
  }

  pause() {
    this.paused = true;
    this.tell("pause");
  }

  addEventListener(event: string, listener: () => void) {
    this.listeners.set(event, [...(this.listeners.get(event) ?? []), listener]);
  }

  tell(event: string) {
    for (const listener of this.listeners.get(event) ?? []) listener();
  }
}

function scene() {
  const sound = new FakeSound();
  return { sound, player: new Player(sound, (id) => `/sound/${id}`) };
}

describe("the player of recordings", () => {
  it("plays from a place, goes on and pauses", () => {
    const { sound, player } = scene();
    player.play("a", 12.5);
    expect([sound.src, sound.currentTime, player.now().on]).toEqual(["/sound/a", 12.5, true]);
    sound.currentTime = 13;
    sound.tell("timeupdate");
    expect(player.now().time).toBe(13);
    player.toggle("a");
    expect([sound.paused, player.now().on]).toEqual([true, false]);
    player.toggle("a");
    expect([sound.currentTime, player.now().on]).toEqual([13, true]);
  });

  it("has one sound for all recordings", () => {
    const { sound, player } = scene();
    player.play("a", 5);
    player.toggle("b");
    expect([sound.src, player.now().id, player.now().time]).toEqual(["/sound/b", "b", 0]);
  });

  it("keeps its speed from one recording to the next", () => {
    const { sound, player } = scene();
    player.speed(1.5);
    player.play("a");
    sound.playbackRate = 1; // as browsers do with a new source
    player.play("b");
    expect(sound.playbackRate).toBe(1.5);
  });

  it("says what cannot be played, and tries again", () => {
    const { sound, player } = scene();
    player.play("a");
    sound.tell("error");
    expect([player.now().failed, player.now().on]).toEqual([true, false]);
    player.play("a");
    expect(player.now().failed).toBe(false);
  });

  it("is silent once it has ended, and an error of that is none", () => {
    const { sound, player } = scene();
    player.play("a");
    player.end();
    sound.tell("error");
    expect([sound.paused, player.now().id, player.now().failed]).toEqual([true, null, false]);
  });

  it("plays nothing where the browser does not let it", async () => {
    const { sound, player } = scene();
    sound.refuses = true;
    player.play("a");
    await Promise.resolve();
    await Promise.resolve();
    expect(player.now().on).toBe(false);
  });
});

describe("how loud a recording is", () => {
  it("is drawn away from the middle, the caller up and the others down", () => {
    expect(outline([], true)).toBe("");
    expect(outline([0, 255], true)).toBe("M0 16 L0 15.0 L1 15.0 L1 1.0 L2 1.0 L2 16 Z");
    expect(outline([255], false)).toContain("31.0");
  });
});
