import { useEffect, useState } from "react";
import { usePreference } from "../../api/session";
import { useAudioDevices } from "./audioDevices";
import { Ring } from "./ring";

/** Ring while `on`, as far as the person wants sounds. Tells whether the browser holds the sound back. */
export function useRing(on: boolean): boolean {
  const [sounds] = usePreference("sounds");
  const { choices } = useAudioDevices();
  const speaker = choices.ring.device.id;
  const [heldBack, setHeldBack] = useState(false);
  const rings = on && sounds === "on";
  useEffect(() => {
    if (!rings) return;
    const ring = new Ring();
    let ended = false;
    void ring.start(speaker).then((sounding) => !ended && setHeldBack(!sounding));
    return () => {
      ended = true;
      ring.stop();
      setHeldBack(false);
    };
  }, [rings, speaker]);
  return heldBack;
}
