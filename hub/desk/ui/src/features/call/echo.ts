/** Plays a microphone back a second later, so that one hears how one sounds. */

const LATER = 1;

export class Echo {
  private readonly context = new AudioContext();

  constructor(stream: MediaStream, speaker: string) {
    const { context } = this;
    const delay = context.createDelay(LATER);
    delay.delayTime.value = LATER;
    context.createMediaStreamSource(stream).connect(delay).connect(context.destination);
    const withSink = context as AudioContext & { setSinkId?: (id: string) => Promise<void> };
    void withSink.setSinkId?.(speaker).catch(() => undefined);
    void context.resume().catch(() => undefined);
  }

  close() {
    void this.context.close().catch(() => undefined);
  }
}
