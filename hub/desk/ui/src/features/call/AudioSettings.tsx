import { Alert, Button, Group, NativeSelect, Stack, Switch, Text } from "@mantine/core";
import { IconMicrophone, IconVolume } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { useT } from "../../i18n";
import { Meter, openMicrophone, stopTracks } from "./audio";
import { audioDevices, useAudioDevices } from "./audioDevices";
import { Refused } from "./CallWarnings";
import { type Choice, type Use, ofUse } from "./devices";
import { LevelMeter } from "./LevelMeter";
import { type LineFault, microphoneFault } from "./lineState";
import { Echo } from "./echo";
import { usePhone } from "./PhoneProvider";
import { ringOnce } from "./ring";

/** Which microphone and loudspeakers this browser uses, and whether they work. */
export function AudioSettings() {
  const t = useT();
  const { choices } = useAudioDevices();
  const [, { ref }] = usePhone();
  return (
    <Stack gap="sm" data-testid="audio-settings">
      <DeviceSelect use="microphone" choice={choices.microphone} />
      {ref ? <CallLevel /> : <MicrophoneTest id={choices.microphone.device.id} />}
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <DeviceSelect use="speaker" choice={choices.speaker} />
        <Try speaker={choices.speaker.device.id} label={t("audio.trySpeaker")} />
      </Group>
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <DeviceSelect use="ring" choice={choices.ring} />
        <Try speaker={choices.ring.device.id} label={t("audio.tryRing")} />
      </Group>
      <Text size="xs" c="dimmed">
        {t("audio.remembered")}
      </Text>
    </Stack>
  );
}

function DeviceSelect({ use, choice }: { use: Use; choice: Choice }) {
  const t = useT();
  const { devices } = useAudioDevices();
  const there = ofUse(devices, use);
  const options = there.map((each, place) => ({ value: each.id, label: each.label || t("audio.unnamed", { number: place + 1 }) }));
  return (
    <NativeSelect
      className="grow"
      size="sm"
      label={t(`audio.${use}`)}
      description={choice.missing ? t("audio.gone", { device: choice.missing.label }) : undefined}
      value={choice.device.id}
      onChange={(event) => audioDevices.choose(use, event.currentTarget.value)}
      data={[{ value: "", label: t("audio.default") }, ...options]}
      data-testid={`device-${use}`}
    />
  );
}

function Try({ speaker, label }: { speaker: string; label: string }) {
  const t = useT();
  return (
    <Button variant="default" size="sm" leftSection={<IconVolume size={15} />} aria-label={label} onClick={() => void ringOnce(speaker)}>
      {t("audio.try")}
    </Button>
  );
}

/** During a call its own microphone is shown. */
function CallLevel() {
  const t = useT();
  const [phone] = usePhone();
  return <Level read={() => phone.levels().mine} label={t("audio.levelMine")} />;
}

const Level = ({ read, label }: { read: () => number; label: string }) => (
  <Group gap="xs">
    <IconMicrophone size={16} aria-hidden="true" />
    <LevelMeter read={read} label={label} />
    <Text size="xs" c="dimmed" className="grow">
      {label}
    </Text>
  </Group>
);

/** Opens the microphone to show how loud it is; one may hear oneself a moment later. */
function MicrophoneTest({ id }: { id: string }) {
  const t = useT();
  const [on, setOn] = useState(false);
  const [echo, setEcho] = useState(false);
  const [fault, setFault] = useState<LineFault | null>(null);
  const [stream, setStream] = useState<MediaStream | null>(null);
  const meter = useRef<Meter | null>(null);

  useEffect(() => {
    if (!on) return;
    let gone = false;
    let opened: MediaStream | null = null;
    openMicrophone(id).then(
      (found) => {
        if (gone) return stopTracks(found);
        opened = found;
        meter.current = new Meter(found);
        setFault(null);
        setStream(found);
        audioDevices.look();
      },
      (refused: unknown) => {
        setFault(microphoneFault(refused instanceof DOMException ? refused.name : ""));
        setOn(false);
      },
    );
    return () => {
      gone = true;
      meter.current?.close();
      meter.current = null;
      stopTracks(opened);
      setStream(null);
    };
  }, [on, id]);
  useEcho(echo ? stream : null);

  return (
    <>
      {fault && <Alert color="red">{fault === "refused" ? <Refused /> : t(`call.help.${fault}`)}</Alert>}
      <Button variant="default" leftSection={<IconMicrophone size={15} />} onClick={() => setOn(!on)} aria-expanded={on} data-testid="test-microphone">
        {t(on ? "audio.tryEnd" : "audio.tryMicrophone")}
      </Button>
      {on && (
        <>
          <Level read={() => meter.current?.level() ?? 0} label={t("audio.speakNow")} />
          <Switch size="xs" label={t("audio.echo")} checked={echo} onChange={(event) => setEcho(event.currentTarget.checked)} />
        </>
      )}
    </>
  );
}

function useEcho(stream: MediaStream | null) {
  const { choices } = useAudioDevices();
  const speaker = choices.speaker.device.id;
  useEffect(() => {
    if (!stream) return;
    const echo = new Echo(stream, speaker);
    return () => echo.close();
  }, [stream, speaker]);
}
