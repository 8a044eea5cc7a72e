/** This browser as a telephone: microphone, loudspeaker and keys over one WebRTC connection. */

const GATHERS_WITHIN = 2_000;
/** A connection that stutters may come back by itself; after this it counts as lost. */
const RECOVERS_WITHIN = 6_000;

export interface LineEvents {
  /** The other side hears us, and we hear it. */
  up(): void;
  /** Nothing comes through at the moment (or again). */
  unsteady(on: boolean): void;
  lost(): void;
}

/** One connection to the voice node. */
export interface Line {
  offer(): Promise<string>;
  answer(sdp: string): Promise<void>;
  mute(on: boolean): void;
  press(key: string): boolean;
  /** How loud our side and the other one are now, 0 to 1. */
  levels(): [mine: number, theirs: number];
  close(): void;
}

/** What the call needs of the browser; tests have one of their own. */
export interface Phone {
  readonly possible: boolean;
  /** Rejects with a DOMException when there is no microphone or it is refused. */
  microphone(): Promise<MediaStream>;
  line(microphone: MediaStream, events: LineEvents): Line;
}

export const browserPhone: Phone = {
  get possible() {
    return typeof RTCPeerConnection === "function" && Boolean(navigator.mediaDevices?.getUserMedia);
  },
  // What comes out of the loudspeaker must not count as the customer's own words.
  microphone: () =>
    navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
    }),
  line: (microphone, events) => new BrowserLine(microphone, events),
};

class BrowserLine implements Line {
  readonly #connection = new RTCPeerConnection();
  readonly #keys = this.#connection.createDataChannel("keys");
  readonly #microphone: MediaStream;
  readonly #player = new Audio();
  readonly #meters: [Meter, Meter | null];
  #timer = 0;
  /** Keys that were pressed before the channel for them was open. */
  #early = "";

  constructor(microphone: MediaStream, events: LineEvents) {
    const connection = this.#connection;
    this.#microphone = microphone;
    this.#meters = [new Meter(microphone), null];
    this.#player.autoplay = true;
    this.#keys.addEventListener("open", () => {
      for (const key of this.#early) this.#keys.send(key);
      this.#early = "";
    });
    for (const track of microphone.getAudioTracks()) {
      connection.addTrack(track, microphone);
      track.addEventListener("ended", () => events.lost());
    }
    connection.addEventListener("track", ({ track }) => {
      const stream = new MediaStream([track]);
      this.#player.srcObject = stream;
      this.#meters[1] = new Meter(stream);
    });
    connection.addEventListener("connectionstatechange", () => this.#changed(events));
  }

  async offer(): Promise<string> {
    await this.#connection.setLocalDescription();
    await gathered(this.#connection);
    return this.#connection.localDescription?.sdp ?? "";
  }

  answer(sdp: string): Promise<void> {
    return this.#connection.setRemoteDescription({ type: "answer", sdp });
  }

  mute(on: boolean): void {
    for (const track of this.#microphone.getAudioTracks()) track.enabled = !on;
  }

  press(key: string): boolean {
    if (this.#keys.readyState === "connecting") this.#early += key;
    else if (this.#keys.readyState === "open") this.#keys.send(key);
    else return false;
    return true;
  }

  levels(): [number, number] {
    return [this.#meters[0].level(), this.#meters[1]?.level() ?? 0];
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const track of this.#microphone.getTracks()) track.stop();
    for (const meter of this.#meters) meter?.close();
    this.#connection.close();
    this.#player.srcObject = null;
  }

  #changed(events: LineEvents): void {
    clearTimeout(this.#timer);
    const state = this.#connection.connectionState;
    if (state === "connected") {
      events.unsteady(false);
      events.up();
    } else if (state === "disconnected") {
      events.unsteady(true);
      this.#timer = window.setTimeout(() => events.lost(), RECOVERS_WITHIN);
    } else if (state === "failed" || state === "closed") {
      events.lost();
    }
  }
}

/** Wait until all ways to reach this browser are known, or long enough. */
function gathered(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (connection.iceGatheringState === "complete") resolve();
    };
    setTimeout(resolve, GATHERS_WITHIN);
    connection.addEventListener("icegatheringstatechange", look);
    look();
  });
}

let audio: AudioContext | null = null;

/** Tells how loud a stream is; a browser without audio engine shows nothing. */
class Meter {
  #analyser: AnalyserNode | null = null;
  #source: MediaStreamAudioSourceNode | null = null;
  readonly #samples = new Float32Array(512);

  constructor(stream: MediaStream) {
    try {
      audio ??= new AudioContext();
      void audio.resume().catch(() => undefined);
      this.#analyser = audio.createAnalyser();
      this.#analyser.fftSize = this.#samples.length;
      this.#source = audio.createMediaStreamSource(stream);
      this.#source.connect(this.#analyser);
    } catch {
      // a meter is never worth an error
    }
  }

  level(): number {
    this.#analyser?.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    return Math.min(1, Math.sqrt(power) * 6);
  }

  close(): void {
    this.#source?.disconnect();
  }
}
