import { Popover } from "@mantine/core";
import { IconHeadset } from "@tabler/icons-react";
import { useState } from "react";
import { useT } from "../../i18n";
import { AudioSettings } from "./AudioSettings";
import { CallKey } from "./CallKey";

/** Other devices in the middle of a call. */
export function AudioButton() {
  const t = useT();
  const [open, setOpen] = useState(false);
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus withArrow shadow="md" position="bottom-end">
      <Popover.Target>
        <CallKey icon={IconHeadset} label={t("audio.title")} onClick={() => setOpen(!open)} testid="call-audio" />
      </Popover.Target>
      <Popover.Dropdown aria-label={t("audio.title")} w={320} maw="calc(100vw - 16px)">
        {open && <AudioSettings />}
      </Popover.Dropdown>
    </Popover>
  );
}
