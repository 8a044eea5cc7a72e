import type { Recording } from "../../api/recordings";
import { useWaveform } from "../../api/recordings";
import classes from "./Recordings.module.css";

const HEIGHT = 32;
const LOUDEST = 255;

/** Outlines one channel away from the middle: up or down. */
export function outline(levels: number[], up: boolean): string {
  if (levels.length === 0) return "";
  const middle = HEIGHT / 2;
  const y = (level: number) => (middle + ((up ? -1 : 1) * (1 + (level / LOUDEST) * (middle - 2)))).toFixed(1);
  const steps = levels.map((level, place) => `L${place} ${y(level)} L${place + 1} ${y(level)}`);
  return `M0 ${middle} ${steps.join(" ")} L${levels.length} ${middle} Z`;
}

/** How loud both channels are: the caller above, the others below; what was played is darker. */
export function Waves({ recording, played }: { recording: Recording; played: number }) {
  const { data } = useWaveform(recording);
  const steps = Math.max(data?.caller.length ?? 0, 1);
  const at = (seconds: number) => (recording.seconds ? (seconds / recording.seconds) * steps : 0);
  const channels = (
    <>
      <path className={classes.caller} d={outline(data?.caller ?? [], true)} />
      <path className={classes.others} d={outline(data?.others ?? [], false)} />
    </>
  );
  return (
    <svg className={classes.waves} viewBox={`0 0 ${steps} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" data-testid="waves">
      <g className={classes.ahead}>{channels}</g>
      <svg x="0" y="0" width={at(played)} height={HEIGHT} viewBox={`0 0 ${Math.max(at(played), 0.001)} ${HEIGHT}`} preserveAspectRatio="none">
        {channels}
      </svg>
      {recording.pauses.map((pause) => (
        <rect key={pause.begun} className={classes.pause} x={at(pause.begun)} y="0" width={at(pause.ended - pause.begun)} height={HEIGHT} />
      ))}
    </svg>
  );
}
