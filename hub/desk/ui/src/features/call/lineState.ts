/** How the audio connection of this browser is, and what follows from what happens to it. Nothing here has effects. */

export type LineState = "off" | "connecting" | "connected" | "reconnecting" | "failed";

/** Why there is no sound: the microphone is refused, missing or in use elsewhere, or no connection comes about. */
export type LineFault = "refused" | "missing" | "busy" | "connection";

export interface LineStatus {
  state: LineState;
  fault: LineFault | null;
  /** How often it was tried since it last stood. */
  attempt: number;
}

export type LineEvent = { type: "begin" } | { type: "up" } | { type: "lost" } | { type: "close" } | { type: "fault"; fault: LineFault };

export const OFF: LineStatus = { state: "off", fault: null, attempt: 0 };

/** Milliseconds before each further attempt: at once after a hiccup, patiently when the network is gone. */
const WAITS = [300, 1000, 2000, 4000, 8000, 8000, 15_000, 15_000];

export const ATTEMPTS = WAITS.length;

export function after(status: LineStatus, event: LineEvent): LineStatus {
  switch (event.type) {
    case "begin":
      return status.state === "reconnecting" ? status : { state: "connecting", fault: null, attempt: 0 };
    case "up":
      return status.state === "off" ? status : { state: "connected", fault: null, attempt: 0 };
    case "lost":
      if (status.state === "off" || status.state === "failed") return status;
      if (status.attempt >= ATTEMPTS) return { ...status, state: "failed", fault: "connection" };
      return { state: "reconnecting", fault: null, attempt: status.attempt + 1 };
    case "fault":
      return status.state === "off" ? status : { ...status, state: "failed", fault: event.fault };
    case "close":
      return OFF;
  }
}

/** How long to wait before the attempt that a status announces. */
export const waitOf = ({ attempt }: LineStatus): number => WAITS[attempt - 1] ?? 0;

/** What a browser's refusal to give the microphone means (names of DOMException, Media Capture §10.3). */
export function microphoneFault(name: string): LineFault {
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  return name === "NotReadableError" || name === "AbortError" ? "busy" : "missing";
}

/** What the connection counted up to a moment (milliseconds); `level` is the microphone's, 0 to 1. */
export interface Count {
  at: number;
  received: number;
  level: number;
}

export type Flow = "both" | "nothing_comes" | "microphone_silent";

const NOTHING_FOR = 4_000;
const SILENT_FOR = 10_000;
/** Even a quiet room is louder; only a switched-off or broken microphone gives exact silence. */
const SILENT = 0.000_01;

/** Whether audio flows both ways, from what was counted lately (oldest first). */
export function flowOf(counts: Count[], muted: boolean): Flow {
  const last = counts.at(-1);
  if (!last) return "both";
  const before = (span: number) => counts.findLast((count) => last.at - count.at >= span);
  const earlier = before(NOTHING_FOR);
  if (earlier && last.received <= earlier.received) return "nothing_comes";
  const start = before(SILENT_FOR);
  const heard = counts.some((count) => start && count.at >= start.at && count.level > SILENT);
  return start && !heard && !muted ? "microphone_silent" : "both";
}

/** Keep what flowOf needs. */
export const withCount = (counts: Count[], count: Count): Count[] => {
  const kept = counts.filter((each) => count.at - each.at <= 2 * SILENT_FOR);
  return [...kept, count];
};
