import { Button, Group, Text } from "@mantine/core";
import { IconMicrophone, IconMicrophoneOff, IconPhoneOff, IconPlayerPause, IconPlayerPlay, IconRefresh } from "@tabler/icons-react";
import { useEffect, useRef, useState } from "react";
import { api } from "../../api/client";
import type { Id } from "../../api/types";
import { useT } from "../../i18n";
import { Line, type LineFault, type LineState } from "./line";

/** The agent's telephone: connects by itself, and offers what one does on the phone. */
export function CallBar({ conversation }: { conversation: Id }) {
  const t = useT();
  const line = useRef<Line | null>(null);
  const [state, setState] = useState<LineState>("connecting");
  const [fault, setFault] = useState<LineFault>();
  const [muted, setMuted] = useState(false);
  const [held, setHeld] = useState(false);

  useEffect(() => {
    const opened = new Line(conversation, (next, why) => {
      setState(next);
      setFault(why);
    });
    line.current = opened;
    void opened.connect();
    return () => opened.close();
  }, [conversation]);

  const mute = (on: boolean) => {
    line.current?.mute(on);
    setMuted(on);
  };
  const hold = async (on: boolean) => {
    await api("PUT", `/conversations/${conversation}/call/hold`, { on });
    setHeld(on);
  };
  const end = () => api("POST", `/conversations/${conversation}/call/end`);

  return (
    <Group gap="xs" px="md" py={6} role="group" aria-label={t("call.label")} data-testid="call-bar" data-state={state}>
      <Text size="sm" fw={550} role="status">
        {t(fault ? `call.fault.${fault}` : held ? "call.held" : `call.${state}`)}
      </Text>
      <Group gap="xs" ml="auto">
        {(state === "failed" || state === "off") && (
          <Button size="xs" leftSection={<IconRefresh size={15} />} onClick={() => void line.current?.connect()} data-testid="call-again">
            {t("call.again")}
          </Button>
        )}
        <Button
          size="xs"
          variant={muted ? "filled" : "default"}
          leftSection={muted ? <IconMicrophoneOff size={15} /> : <IconMicrophone size={15} />}
          aria-pressed={muted}
          disabled={state !== "connected"}
          onClick={() => mute(!muted)}
          data-testid="call-mute"
        >
          {t(muted ? "call.unmute" : "call.mute")}
        </Button>
        <Button
          size="xs"
          variant={held ? "filled" : "default"}
          leftSection={held ? <IconPlayerPlay size={15} /> : <IconPlayerPause size={15} />}
          aria-pressed={held}
          disabled={state !== "connected"}
          onClick={() => void hold(!held)}
          data-testid="call-hold"
        >
          {t(held ? "call.takeBack" : "call.hold")}
        </Button>
        <Button size="xs" color="red" leftSection={<IconPhoneOff size={15} />} onClick={() => void end()} data-testid="call-end">
          {t("call.end")}
        </Button>
      </Group>
    </Group>
  );
}
