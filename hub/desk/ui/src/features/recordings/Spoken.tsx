import { UnstyledButton } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { Message } from "../../api/types";
import { useT } from "../../i18n";
import { span } from "../../lib/time";
import { useLeft, usePlayer, useSpoken } from "./PlayerProvider";
import { RecordingPlayer } from "./RecordingPlayer";
import classes from "./Recordings.module.css";

/** Plays the call from where a message was spoken. */
export function PlayFrom({ message }: { message: Message }) {
  const t = useT();
  const spoken = useSpoken(message);
  const [player] = usePlayer(() => null);
  if (!spoken) return null;
  const at = span(spoken.begun);
  return (
    <UnstyledButton
      className={classes.from}
      onClick={() => player.play(spoken.recording, spoken.begun)}
      aria-label={t("recordings.playFrom", { at })}
      title={t("recordings.playFrom", { at })}
      data-testid="play-from"
    >
      <IconPlayerPlay size={12} aria-hidden="true" />
      <span className="number">{at}</span>
    </UnstyledButton>
  );
}

/** Around a message: it is lit while the recording is where it was spoken. */
export function Lit({ message, className, children }: { message: Message; className?: string; children: ReactNode }) {
  const spoken = useSpoken(message);
  const [, lit] = usePlayer(({ id, on, time }) => spoken !== null && on && id === spoken.recording && spoken.begun <= time && time < spoken.ended);
  return (
    <div className={className} data-lit={lit || undefined}>
      {children}
    </div>
  );
}

/** The sound of a message that a caller left. */
export function LeftSound({ message }: { message: Message }) {
  const t = useT();
  const left = useLeft(message);
  if (!left) return null;
  return (
    <div className={classes.left}>
      {!left.text && <p className={classes.told}>{t("recordings.notUnderstood")}</p>}
      <RecordingPlayer recording={left} />
    </div>
  );
}
