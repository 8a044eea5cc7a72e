import { Anchor, Badge, Group, Table, Text } from "@mantine/core";
import { Link } from "react-router";
import { useNames } from "../../api/directory";
import { useLiveCalls } from "../../api/live";
import type { CallLive } from "../../api/types";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { Elapsed, Nothing } from "../../components/marks";
import { WideTable } from "../../components/PageFrame";
import { codeText, useT } from "../../i18n";

/** The calls that go on: who speaks with whom, and from where nothing comes. */
export function CallTable() {
  const t = useT();
  const { data, error } = useLiveCalls();
  if (error && !data) return <Nothing>{faultText(error, t)}</Nothing>;
  if (!data) return <Busy />;
  if (data.length === 0) return <Nothing>{t("live.noCalls")}</Nothing>;
  return (
    <WideTable label={t("live.calls")}>
      <Table highlightOnHover verticalSpacing="xs" miw={720} data-testid="call-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("live.caller")}</Table.Th>
            <Table.Th>{t("live.called")}</Table.Th>
            <Table.Th>{t("live.queue")}</Table.Th>
            <Table.Th>{t("live.speaksWith")}</Table.Th>
            <Table.Th>{t("live.since")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {data.map((call) => (
            <CallRow key={call.conversation} call={call} />
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function CallRow({ call }: { call: CallLive }) {
  const t = useT();
  const names = useNames();
  return (
    <Table.Tr>
      <Table.Td data-label={t("live.caller")}>
        <Anchor component={Link} to={`/inbox/all/${call.conversation}`} size="sm">
          {call.contact_name || call.number || t("live.withheld")}
        </Anchor>
        {call.contact_name && call.number && (
          <Text size="xs" c="dimmed">
            {call.number}
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label={t("live.called")}>{call.called}</Table.Td>
      <Table.Td data-label={t("live.queue")} data-empty={call.queue ? undefined : true}>{call.queue && names.queue(call.queue)}</Table.Td>
      <Table.Td data-label={t("live.speaksWith")}>
        <Group gap={6}>
          <Text size="sm">{call.stage === "people" ? call.people.join(", ") : codeText(t, "callStage", call.stage)}</Text>
          {call.held && <Badge variant="light">{t("live.onHold")}</Badge>}
          {call.recorded && <Badge variant="light" color="red">{t("live.recorded")}</Badge>}
          {call.silent && <Badge variant="light" color="orange">{t("live.oneWay")}</Badge>}
        </Group>
      </Table.Td>
      <Table.Td data-label={t("live.since")}>
        <Elapsed since={call.since} />
      </Table.Td>
    </Table.Tr>
  );
}
