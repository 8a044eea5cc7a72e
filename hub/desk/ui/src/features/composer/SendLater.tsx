import { ActionIcon, Button, Popover, Stack, TextInput, Tooltip } from "@mantine/core";
import { IconClock } from "@tabler/icons-react";
import { useState } from "react";
import type { Moment } from "../../api/types";
import { useI18n } from "../../i18n";
import { now } from "../../lib/clock";
import { fullTime } from "../../lib/time";

const HOUR = 3_600_000;

/** A moment as a date-time field writes it: local, to the minute. */
const local = (at: number) => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

function tomorrowAtNine(): number {
  const day = new Date(now() + 24 * HOUR);
  day.setHours(9, 0, 0, 0);
  return day.getTime();
}

/** Send at a time of one's choice; until then the message can be called back. */
export function SendLater({ at, onChange }: { at: Moment | null; onChange: (at: Moment | null) => void }) {
  const { t, language } = useI18n();
  const [open, setOpen] = useState(false);
  const set = (time: number | null) => {
    onChange(time === null ? null : new Date(time).toISOString());
    setOpen(false);
  };
  const past = at !== null && Date.parse(at) <= now();
  return (
    <Popover opened={open} onChange={setOpen} position="top-end" width={260} shadow="md" trapFocus>
      <Popover.Target>
        <Tooltip label={at ? fullTime(at, language) : t("later.title")} disabled={open}>
          <ActionIcon variant={at ? "light" : "default"} size={30} aria-label={t("later.title")} aria-expanded={open} onClick={() => setOpen(!open)} data-testid="send-later">
            <IconClock size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("later.title")}>
        <Stack gap="xs">
          <Button variant="default" onClick={() => set(now() + HOUR)}>
            {t("later.hour")}
          </Button>
          <Button variant="default" onClick={() => set(tomorrowAtNine())}>
            {t("later.tomorrow")}
          </Button>
          <TextInput
            type="datetime-local"
            size="xs"
            label={t("later.at")}
            min={local(now())}
            value={at ? local(Date.parse(at)) : ""}
            error={past && t("later.past")}
            onChange={(event) => {
              const time = Date.parse(event.currentTarget.value);
              if (!Number.isNaN(time)) onChange(new Date(time).toISOString());
            }}
            data-testid="later-at"
          />
          {at && (
            <Button variant="subtle" onClick={() => set(null)} data-testid="later-clear">
              {t("later.now")}
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
