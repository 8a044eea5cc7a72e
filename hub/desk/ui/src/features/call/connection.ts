/** One audio connection of this browser to the voice node that has the call. */

const CONNECTS_WITHIN = 15_000;
const GATHERS_WITHIN = 2_000;
/** A connection that stutters may come back by itself; after this it counts as lost. */
const RECOVERS_WITHIN = 3_000;

interface Events {
  onUp: () => void;
  onLost: () => void;
  onSound: (stream: MediaStream) => void;
}

/** Sends the offer (SDP) to the hub and returns the answer. */
export type Exchange = (sdp: string) => Promise<string>;

export class Connection {
  private readonly peer = new RTCPeerConnection();
  private sender: RTCRtpSender | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private closed = false;

  constructor(private readonly events: Events) {
    this.peer.ontrack = ({ track }) => events.onSound(new MediaStream([track]));
    this.peer.onconnectionstatechange = () => this.changed();
  }

  /** Offer and connect. Without a microphone one hears only, and may speak later by `speakWith`. */
  async open(microphone: MediaStreamTrack | null, exchange: Exchange) {
    this.sender = this.peer.addTransceiver(microphone ?? "audio", { direction: "sendrecv" }).sender;
    await this.peer.setLocalDescription();
    await gathered(this.peer);
    this.expire(CONNECTS_WITHIN);
    const sdp = await exchange(this.peer.localDescription?.sdp ?? "");
    if (!this.closed) await this.peer.setRemoteDescription({ type: "answer", sdp });
  }

  async speakWith(microphone: MediaStreamTrack | null) {
    await this.sender?.replaceTrack(microphone);
  }

  /** Packets of audio that have come so far. */
  async received(): Promise<number> {
    let packets = 0;
    const stats = (await this.peer.getStats()) as unknown as Map<string, { type: string; packetsReceived?: number }>;
    for (const each of stats.values()) if (each.type === "inbound-rtp") packets += each.packetsReceived ?? 0;
    return packets;
  }

  close() {
    this.closed = true;
    clearTimeout(this.timer);
    this.peer.close();
  }

  private changed() {
    if (this.closed) return;
    const state = this.peer.connectionState;
    if (state === "connected") {
      clearTimeout(this.timer);
      this.events.onUp();
    } else if (state === "disconnected") this.expire(RECOVERS_WITHIN);
    else if (state === "failed" || state === "closed") this.lost();
  }

  private expire(within: number) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.lost(), within);
  }

  private lost() {
    if (this.closed) return;
    this.close();
    this.events.onLost();
  }
}

/** Wait until all ways to reach this browser are known, or long enough. */
function gathered(peer: RTCPeerConnection): Promise<void> {
  if (peer.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GATHERS_WITHIN);
    peer.onicegatheringstatechange = () => {
      if (peer.iceGatheringState !== "complete") return;
      clearTimeout(timer);
      resolve();
    };
  });
}
