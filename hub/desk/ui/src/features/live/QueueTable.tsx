import { Group, Table, Text } from "@mantine/core";
import { IconAlertTriangleFilled, IconCircleCheckFilled, IconCircleXFilled, IconMinus } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { QueueLive } from "../../api/types";
import { Nothing } from "../../components/marks";
import { WideTable } from "../../components/PageFrame";
import { useT } from "../../i18n";
import { now, useSecond } from "../../lib/clock";
import { span } from "../../lib/time";

export function QueueTable({ queues }: { queues: QueueLive[] }) {
  const t = useT();
  if (queues.length === 0) return <Nothing>{t("queues.hint")}</Nothing>;
  return (
    <WideTable label={t("live.queues")} numbers>
      <Table highlightOnHover verticalSpacing="xs" className="number" miw={760} data-testid="queue-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("live.queue")}</Table.Th>
            <Table.Th ta="right">{t("live.waiting")}</Table.Th>
            <Table.Th ta="right">{t("live.longest")}</Table.Th>
            <Table.Th ta="right">{t("live.offered")}</Table.Th>
            <Table.Th ta="right">{t("live.inProgress")}</Table.Th>
            <Table.Th ta="right">{t("live.parked")}</Table.Th>
            <Table.Th ta="right">{t("live.available")}</Table.Th>
            <Table.Th ta="right">{t("live.answered")}</Table.Th>
            <Table.Th ta="right">{t("live.abandoned")}</Table.Th>
            <Table.Th>{t("live.level")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[...queues].sort((a, b) => a.name.localeCompare(b.name)).map((queue) => (
            <Table.Tr key={queue.queue}>
              <Table.Th scope="row" fw={550}>
                {queue.name}
              </Table.Th>
              <Table.Td data-label={t("live.waiting")} ta="right" fw={queue.waiting > 0 ? 700 : undefined}>
                {queue.waiting}
              </Table.Td>
              <Table.Td data-label={t("live.longest")} ta="right">{queue.waiting > 0 ? <Ticking seconds={queue.longest_wait} /> : "–"}</Table.Td>
              <Table.Td data-label={t("live.offered")} ta="right">{queue.offered}</Table.Td>
              <Table.Td data-label={t("live.inProgress")} ta="right">{queue.in_progress}</Table.Td>
              <Table.Td data-label={t("live.parked")} ta="right">{queue.parked}</Table.Td>
              <Table.Td data-label={t("live.available")} ta="right">
                <Available count={queue.available_agents} waiting={queue.waiting} />
              </Table.Td>
              <Table.Td data-label={t("live.answered")} ta="right">{queue.answered_today}</Table.Td>
              <Table.Td data-label={t("live.abandoned")} ta="right">{queue.abandoned_today}</Table.Td>
              <Table.Td data-label={t("live.level")}>
                <Level reached={queue.service_level_today} target={queue.target} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

/** A span that was true when it came and goes on from there. */
function Ticking({ seconds }: { seconds: number }) {
  const [start, setStart] = useState(() => now() / 1000 - seconds);
  useEffect(() => setStart(now() / 1000 - seconds), [seconds]);
  return span(useSecond() - start);
}

function Available({ count, waiting }: { count: number; waiting: number }) {
  const t = useT();
  if (count > 0 || waiting === 0) return count;
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap" c="var(--mantine-color-error)">
      <IconAlertTriangleFilled size={14} role="img" aria-label={t("live.nobody")} />
      <span>{count}</span>
    </Group>
  );
}

const NEAR = 10;

/** Service level by colour and by sign: reached, near, missed, nothing to measure. */
function Level({ reached, target }: { reached: number | null; target: number }) {
  const t = useT();
  const goal = (
    <Text span size="xs" c="dimmed">
      {t("live.target", { target })}
    </Text>
  );
  if (reached === null)
    return (
      <Group gap={6} wrap="nowrap">
        <IconMinus size={15} role="img" aria-label={t("live.noLevel")} />
        {goal}
      </Group>
    );
  const state = reached >= target ? "good" : reached >= target - NEAR ? "near" : "bad";
  const signs = { good: IconCircleCheckFilled, near: IconAlertTriangleFilled, bad: IconCircleXFilled };
  const colours = { good: "green", near: "orange", bad: "red" };
  const Sign = signs[state];
  return (
    <Group gap={6} wrap="nowrap">
      <Sign size={15} role="img" aria-label={t(`live.level.${state}`)} color={`var(--mantine-color-${colours[state]}-7)`} />
      <Text span size="sm" fw={600}>
        {Math.round(reached)}%
      </Text>
      {goal}
    </Group>
  );
}
