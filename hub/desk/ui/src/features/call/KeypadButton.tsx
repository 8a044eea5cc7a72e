import { Popover, Text } from "@mantine/core";
import { IconDialpad } from "@tabler/icons-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useCallStep } from "../../api/calls";
import type { Id } from "../../api/types";
import { useT } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import { CallKey } from "./CallKey";
import { Keypad } from "./Keypad";
import { KEYPAD } from "./parties";

const SHOWN = 20;

interface Props {
  call: Id;
  /** Who hears the keys; empty: the caller. */
  party: string;
  disabled: boolean;
}

/** Keys pressed towards the other side, by mouse or typed. */
export function KeypadButton({ call, party, disabled }: Props) {
  const t = useT();
  const step = useCallStep(call);
  const [open, setOpen] = useState(false);
  const [pressed, setPressed] = useState("");
  // One after the other, so that they arrive in their order.
  const before = useRef<Promise<unknown>>(Promise.resolve());
  const press = (keys: string) => {
    setPressed((known) => (known + keys).slice(-SHOWN));
    before.current = before.current.then(() => step.mutateAsync({ step: "keys", body: { keys, party } }).catch(() => undefined));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !(KEYPAD as readonly string[]).includes(event.key)) return;
    event.preventDefault();
    press(event.key);
  };
  useCommand({ id: "call-keypad", group: "call", label: t("call.keypad"), keys: "#", run: () => setOpen(true) }, !disabled);
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus withArrow shadow="md">
      <Popover.Target>
        <CallKey icon={IconDialpad} label={t("call.keypad")} hint="#" disabled={disabled} onClick={() => setOpen(!open)} testid="call-keypad" />
      </Popover.Target>
      <Popover.Dropdown aria-label={t("call.keypad")} onKeyDown={onKeyDown} w={220}>
        <Text size="sm" ta="center" mb={6} mih={20} className="number" role="status" data-testid="keys-pressed">
          {pressed || <Text span inherit c="dimmed">{t("call.keypadHint")}</Text>}
        </Text>
        <Keypad onKey={press} />
      </Popover.Dropdown>
    </Popover>
  );
}
