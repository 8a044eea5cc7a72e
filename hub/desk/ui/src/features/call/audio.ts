/** Audio of this browser: its microphone, what comes from the other side, and how loud both are. */

let context: AudioContext | undefined;

/** The page's one audio engine. It sleeps until the page was clicked once. */
export function audioContext(): AudioContext {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume().catch(() => undefined);
  return context;
}

/** Ask for a microphone by its id; "" is the computer's choice. Raises DOMException. */
export const openMicrophone = (id: string): Promise<MediaStream> =>
  navigator.mediaDevices.getUserMedia({ audio: id ? { deviceId: { exact: id } } : true });

export function stopTracks(stream: MediaStream | null) {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Tells how loud a stream is at this moment, 0 to 1, until it is closed. */
export class Meter {
  private readonly analyser: AnalyserNode;
  private readonly source: MediaStreamAudioSourceNode;
  private readonly samples: Float32Array<ArrayBuffer>;

  constructor(stream: MediaStream) {
    const audio = audioContext();
    this.source = audio.createMediaStreamSource(stream);
    this.analyser = audio.createAnalyser();
    this.analyser.fftSize = 1024;
    this.samples = new Float32Array(this.analyser.fftSize);
    this.source.connect(this.analyser);
  }

  level(): number {
    this.analyser.getFloatTimeDomainData(this.samples);
    let sum = 0;
    for (const sample of this.samples) sum += sample * sample;
    return Math.sqrt(sum / this.samples.length);
  }

  close() {
    this.source.disconnect();
  }
}

const QUIETEST = -60;

/** A level as a share of a meter's width: decibels from -60 to 0, as ears count. */
export const shown = (level: number): number =>
  level <= 0 ? 0 : Math.min(1, Math.max(0, 1 - (20 * Math.log10(level)) / QUIETEST));
