/** The browser as a telephone: one audio connection to the voice node that has the caller. */
import { api } from "../../api/client";
import type { Id } from "../../api/types";

export type LineState = "connecting" | "connected" | "failed" | "off";

/** Why there is no sound: the microphone is refused or missing, or the connection does not come about. */
export type LineFault = "microphone" | "connection";

const CONNECTS_WITHIN = 15_000;
const GATHERS_WITHIN = 2_000;

export class Line {
  private connection: RTCPeerConnection | null = null;
  private microphone: MediaStream | null = null;
  private readonly player = new Audio();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly conversation: Id,
    private readonly onState: (state: LineState, fault?: LineFault) => void,
  ) {
    this.player.autoplay = true;
  }

  async connect() {
    this.close();
    this.onState("connecting");
    try {
      this.microphone = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      this.onState("failed", "microphone");
      return;
    }
    try {
      await this.negotiate(this.microphone);
    } catch {
      this.fail();
    }
  }

  mute(on: boolean) {
    for (const track of this.microphone?.getAudioTracks() ?? []) track.enabled = !on;
  }

  close() {
    clearTimeout(this.timer);
    for (const track of this.microphone?.getTracks() ?? []) track.stop();
    this.connection?.close();
    this.connection = this.microphone = null;
    this.player.srcObject = null;
    this.onState("off");
  }

  private async negotiate(microphone: MediaStream) {
    const connection = new RTCPeerConnection();
    this.connection = connection;
    for (const track of microphone.getTracks()) connection.addTrack(track, microphone);
    connection.ontrack = ({ track }) => {
      this.player.srcObject = new MediaStream([track]);
    };
    connection.onconnectionstatechange = () => {
      if (connection.connectionState === "connected") {
        clearTimeout(this.timer);
        this.onState("connected");
      } else if (connection.connectionState === "failed") this.fail();
    };
    await connection.setLocalDescription();
    await gathered(connection);
    const sdp = connection.localDescription?.sdp ?? "";
    this.timer = setTimeout(() => this.fail(), CONNECTS_WITHIN);
    const answer = await api<{ sdp: string }>("POST", `/conversations/${this.conversation}/call/audio`, { sdp });
    await connection.setRemoteDescription({ type: "answer", sdp: answer.sdp });
  }

  private fail() {
    this.close();
    this.onState("failed", "connection");
  }
}

/** Wait until all ways to reach this browser are known, or long enough. */
function gathered(connection: RTCPeerConnection): Promise<void> {
  if (connection.iceGatheringState === "complete") return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, GATHERS_WITHIN);
    connection.onicegatheringstatechange = () => {
      if (connection.iceGatheringState !== "complete") return;
      clearTimeout(timer);
      resolve();
    };
  });
}
