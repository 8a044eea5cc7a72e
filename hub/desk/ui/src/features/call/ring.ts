/** The ring of a call, made on the spot: two warbles and a pause, until it is answered. */

const NOTES = [659, 784];
const NOTE = 0.06;
const WARBLES = [0, 0.95];
const WARBLE = 0.7;
const EVERY = 3_000;
const LOUD = 0.16;

type WithSink = AudioContext & { setSinkId?: (id: string) => Promise<void> };

export class Ring {
  private context: WithSink | null = null;
  private timer: ReturnType<typeof setInterval> | undefined;

  /** Ring from a loudspeaker ("" is the computer's choice). Tells whether the browser lets it sound. */
  async start(speaker: string): Promise<boolean> {
    this.stop();
    const context: WithSink = new AudioContext();
    this.context = context;
    await context.setSinkId?.(speaker).catch(() => undefined);
    // Before the page was clicked once, resuming waits for that click.
    void context.resume().catch(() => undefined);
    if (this.context !== context) return true;
    const ring = () => context.state === "running" && WARBLES.forEach((at) => warble(context, context.currentTime + at));
    context.onstatechange = ring;
    ring();
    this.timer = setInterval(ring, EVERY);
    return context.state === "running";
  }

  stop() {
    clearInterval(this.timer);
    if (this.context) {
      this.context.onstatechange = null;
      void this.context.close().catch(() => undefined);
    }
    this.context = null;
  }
}

function warble(context: AudioContext, at: number) {
  const oscillator = context.createOscillator();
  const volume = context.createGain();
  oscillator.type = "triangle";
  for (let place = 0; place * NOTE < WARBLE; place += 1) oscillator.frequency.setValueAtTime(NOTES[place % 2] ?? 0, at + place * NOTE);
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUD, at + 0.03);
  volume.gain.setValueAtTime(LOUD, at + WARBLE - 0.1);
  volume.gain.linearRampToValueAtTime(0, at + WARBLE);
  oscillator.connect(volume).connect(context.destination);
  oscillator.start(at);
  oscillator.stop(at + WARBLE);
}

/** Ring once, to try a loudspeaker. */
export async function ringOnce(speaker: string) {
  const ring = new Ring();
  await ring.start(speaker);
  setTimeout(() => ring.stop(), EVERY - 200);
}
