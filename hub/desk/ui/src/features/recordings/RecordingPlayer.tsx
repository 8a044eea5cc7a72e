import { ActionIcon, NativeSelect } from "@mantine/core";
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from "@tabler/icons-react";
import type { Recording } from "../../api/recordings";
import { type Translate, useT } from "../../i18n";
import { span } from "../../lib/time";
import { usePlayer } from "./PlayerProvider";
import classes from "./Recordings.module.css";
import { Waves } from "./Waves";

const speeds = [0.75, 1, 1.25, 1.5, 2];

/** Plays one recording: the caller on the left, the others on the right. */
export function RecordingPlayer({ recording }: { recording: Recording }) {
  const t = useT();
  const [player, { on, time, rate, failed }] = usePlayer((playing) => playing);
  const [, chosen] = usePlayer((playing) => playing.id === recording.id);
  const played = chosen ? Math.min(time, recording.seconds) : 0;
  const plays = chosen && on;
  if (recording.state !== "stored" || !recording.may_hear) return <p className={classes.told}>{reason(recording, t)}</p>;
  return (
    <div className={classes.player} data-testid="player" data-playing={plays || undefined}>
      <ActionIcon
        variant="light"
        color="ink"
        size={32}
        radius="xl"
        onClick={() => player.toggle(recording.id)}
        aria-label={t(plays ? "recordings.stop" : "recordings.play")}
        data-testid="player-toggle"
      >
        {plays ? <IconPlayerPauseFilled size={16} /> : <IconPlayerPlayFilled size={16} />}
      </ActionIcon>
      <div className={classes.track}>
        <Waves recording={recording} played={played} />
        <input
          type="range"
          className={classes.place}
          min={0}
          max={recording.seconds}
          step={0.1}
          value={played}
          onChange={(event) => player.seek(recording.id, Number(event.currentTarget.value))}
          aria-label={t("recordings.place")}
          aria-valuetext={t("recordings.placeOf", { at: span(played), length: span(recording.seconds) })}
        />
      </div>
      <span className={`number ${classes.clock}`}>
        {span(played)} / {span(recording.seconds)}
      </span>
      <NativeSelect
        size="xs"
        className={classes.speed}
        aria-label={t("recordings.speed")}
        value={String(rate)}
        onChange={(event) => player.speed(Number(event.currentTarget.value))}
        data={speeds.map((speed) => ({ value: String(speed), label: `${speed}×` }))}
      />
      <Told recording={recording} failed={chosen && failed} />
    </div>
  );
}

/** What is not as it should be, in words. */
function Told({ recording, failed }: { recording: Recording; failed: boolean }) {
  const t = useT();
  const parts = [
    ...(failed ? [t("recordings.failed")] : []),
    ...(recording.pauses.length ? [t("recordings.pauses", { times: recording.pauses.map((pause) => `${span(pause.begun)}–${span(pause.ended)}`).join(", ") })] : []),
    ...(recording.complete ? [] : [t("recordings.incomplete")]),
    ...(recording.fault ? [t("recordings.fault", { fault: recording.fault })] : []),
  ];
  return parts.length ? <p className={classes.told}>{parts.join(" ")}</p> : null;
}

function reason(recording: Recording, t: Translate): string {
  if (recording.state === "recording") return t("recordings.goesOn");
  if (recording.state === "closed") return recording.fault ? t("recordings.fault", { fault: recording.fault }) : t("recordings.onItsWay");
  return t("recordings.notYours");
}
