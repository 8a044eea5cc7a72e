import { NativeSelect } from "@mantine/core";
import { IconMicrophone } from "@tabler/icons-react";
import { useState } from "react";
import type { Id } from "../../api/types";
import { useI18n } from "../../i18n";
import { fullTime, span } from "../../lib/time";
import { useCallRecordings, usePlayer } from "./PlayerProvider";
import { RecordingPlayer } from "./RecordingPlayer";
import classes from "./Recordings.module.css";

/** The recordings of a conversation's calls, above its messages: the newest, or the one that plays. */
export function RecordingStrip() {
  const { t, language } = useI18n();
  const recordings = useCallRecordings();
  const [, playing] = usePlayer((now) => now.id);
  const [wanted, setWanted] = useState<Id | null>(null);
  const shown = [playing, wanted].map((id) => recordings.find((one) => one.id === id)).find(Boolean) ?? recordings.at(-1);
  const [player] = usePlayer(() => null);
  if (!shown) return null;
  const choose = (id: Id) => {
    player.end();
    setWanted(id);
  };
  return (
    <section className={classes.strip} aria-label={t("recordings.ofCall")} data-testid="recording-strip">
      <IconMicrophone size={16} aria-hidden="true" className={classes.sign} />
      {recordings.length > 1 && (
        <NativeSelect
          size="xs"
          className={classes.which}
          aria-label={t("recordings.which")}
          value={shown.id}
          onChange={(event) => choose(event.currentTarget.value)}
          data={recordings.map((one) => ({ value: one.id, label: `${fullTime(one.started_at, language)} (${span(one.seconds)})` }))}
        />
      )}
      <RecordingPlayer recording={shown} />
    </section>
  );
}
