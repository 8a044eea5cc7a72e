import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import type { WorkItem } from "../../api/types";
import { useWork } from "../../api/work";
import { useT } from "../../i18n";
import { now } from "../../lib/clock";

interface Props {
  opened: boolean;
  onClose: () => void;
  item: WorkItem;
}

const MINUTE = 60_000;

function tomorrowMorning(): number {
  const day = new Date(now());
  day.setDate(day.getDate() + 1);
  day.setHours(9, 0, 0, 0);
  return day.getTime();
}

/** Put a work item aside until the customer answers, or until a time at the latest. */
export function ParkDialog({ opened, onClose, item }: Props) {
  const t = useT();
  const go = useNavigate();
  const work = useWork();
  const [own, setOwn] = useState("");

  function park(until: number | null) {
    const done = () => {
      onClose();
      void go("/inbox/mine");
    };
    const moment = until === null ? null : new Date(until).toISOString();
    work.mutate({ item: item.id, step: "park", body: { until: moment } }, { onSuccess: done });
  }

  const busy = work.isPending;
  return (
    <Modal opened={opened} onClose={onClose} title={t("park.title")} size="sm">
      <Stack gap="xs">
        <Button size="sm" data-autofocus disabled={busy} onClick={() => park(null)} data-testid="park-answer">
          {t("park.answer")}
        </Button>
        <Button size="sm" variant="default" disabled={busy} onClick={() => park(now() + 60 * MINUTE)}>
          {t("park.hour")}
        </Button>
        <Button size="sm" variant="default" disabled={busy} onClick={() => park(now() + 240 * MINUTE)}>
          {t("park.fourHours")}
        </Button>
        <Button size="sm" variant="default" disabled={busy} onClick={() => park(tomorrowMorning())}>
          {t("park.tomorrow")}
        </Button>
        <Group align="flex-end" wrap="nowrap">
          <TextInput
            className="grow"
            type="datetime-local"
            label={t("park.until")}
            value={own}
            onChange={(event) => setOwn(event.currentTarget.value)}
          />
          <Button size="sm" variant="default" disabled={!own || busy} onClick={() => park(new Date(own).getTime())}>
            {t("action.park")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
