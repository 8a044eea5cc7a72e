import { Anchor, Button, Group, Table, Text } from "@mantine/core";
import { IconArrowBackUp, IconHelp, IconUserCheck } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { useNames } from "../../api/directory";
import { useWaiting } from "../../api/live";
import type { Id, Waiting, WorkItem } from "../../api/types";
import { useWork } from "../../api/work";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { ChannelIcon, Elapsed, Nothing, useContactName, WorkBadge } from "../../components/marks";
import { WideTable } from "../../components/PageFrame";
import { codeText, useT } from "../../i18n";
import { span } from "../../lib/time";
import { AssignDialog } from "./AssignDialog";
import { ExplainDialog } from "./ExplainDialog";

/** Everybody in line, with the answer to "why not yet?" and hands to help. */
export function WaitingTable() {
  const t = useT();
  const { data, error } = useWaiting();
  const [explained, setExplained] = useState<Id | null>(null);
  const [assigned, setAssigned] = useState<WorkItem | null>(null);
  if (error && !data) return <Nothing>{faultText(error, t)}</Nothing>;
  if (!data) return <Busy />;
  if (data.length === 0) return <Nothing>{t("live.nobodyWaits")}</Nothing>;
  return (
    <>
      <WideTable label={t("live.waitingList")}>
        <Table highlightOnHover verticalSpacing="xs" miw={860} data-testid="waiting-table">
          <Table.Thead>
            <Table.Tr>
              <Table.Th ta="right">{t("live.place")}</Table.Th>
              <Table.Th>{t("live.contact")}</Table.Th>
              <Table.Th>{t("live.queue")}</Table.Th>
              <Table.Th>{t("live.waited")}</Table.Th>
              <Table.Th>{t("live.estimate")}</Table.Th>
              <Table.Th>{t("live.why")}</Table.Th>
              <Table.Th w={300}>{t("live.actions")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.map((waiting) => (
              <WaitingRow
                key={waiting.work_item.id}
                waiting={waiting}
                onExplain={() => setExplained(waiting.work_item.id)}
                onAssign={() => setAssigned(waiting.work_item)}
              />
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
      <ExplainDialog item={explained} onClose={() => setExplained(null)} />
      <AssignDialog item={assigned} onClose={() => setAssigned(null)} />
    </>
  );
}

interface RowProps {
  waiting: Waiting;
  onExplain: () => void;
  onAssign: () => void;
}

function WaitingRow({ waiting: { work_item: item, contact_name, position, wait_seconds, summary }, onExplain, onAssign }: RowProps) {
  const t = useT();
  const names = useNames();
  const nameOf = useContactName();
  const work = useWork();
  return (
    <Table.Tr>
      <Table.Td ta="right" className="number" data-label={t("live.place")}>
        {position ?? "–"}
      </Table.Td>
      <Table.Td data-label={t("live.contact")}>
        <Group gap={6} wrap="nowrap">
          <ChannelIcon channel={item.channel} />
          <Anchor component={Link} to={`/inbox/waiting/${item.conversation}`} size="sm">
            {nameOf({ id: item.contact, name: contact_name }, item.channel)}
          </Anchor>
          {item.state === "offered" && <WorkBadge state="offered" />}
        </Group>
      </Table.Td>
      <Table.Td data-label={t("live.queue")}>{names.queue(item.queue)}</Table.Td>
      <Table.Td data-label={t("live.waited")}>
        <Elapsed since={item.arrived_at} />
      </Table.Td>
      <Table.Td className="number" data-label={t("live.estimate")}>{wait_seconds === null ? t("live.unknown") : `≈ ${span(wait_seconds)}`}</Table.Td>
      <Table.Td maw={320} data-label={t("live.why")}>
        <Text size="sm">{summary || codeText(t, "reason", item.reason)}</Text>
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          <Button variant="default" leftSection={<IconHelp size={14} />} onClick={onExplain} data-testid="explain">
            {t("explain.notYet")}
          </Button>
          <Button variant="default" leftSection={<IconUserCheck size={14} />} onClick={onAssign} data-testid="assign">
            {t("assign.title")}
          </Button>
          {item.state === "offered" && (
            <Button
              variant="default"
              leftSection={<IconArrowBackUp size={14} />}
              onClick={() => work.mutate({ item: item.id, step: "requeue" })}
            >
              {t("assign.requeue")}
            </Button>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
