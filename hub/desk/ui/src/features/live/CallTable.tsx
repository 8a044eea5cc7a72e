import { Anchor, Badge, Button, Group, Table, Text } from "@mantine/core";
import { IconEar } from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";
import { useNames } from "../../api/directory";
import { useLiveCalls } from "../../api/live";
import { useMe } from "../../api/session";
import type { CallLive } from "../../api/types";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { Elapsed, Nothing } from "../../components/marks";
import { WideTable } from "../../components/PageFrame";
import { codeText, useT } from "../../i18n";
import { usePhone } from "../call/PhoneProvider";

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
            <Table.Th aria-label={t("live.actions")} />
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

/** The way into a call of an agent's: it opens, and is heard at once. */
function ListenIn({ call }: { call: CallLive }) {
  const t = useT();
  const me = useMe();
  const go = useNavigate();
  const [phone, state] = usePhone();
  const can = call.stage === "people" && state.ref === null && me.permissions.includes("calls:monitor");
  const listen = () => {
    void phone.take(call.conversation, "listen");
    void go(`/inbox/all/${call.conversation}`);
  };
  if (!can) return <Table.Td data-empty />;
  return (
    <Table.Td ta="right">
      <Button size="xs" variant="default" leftSection={<IconEar size={14} aria-hidden="true" />} onClick={listen} data-testid="live-listen">
        {t("call.do.listen")}
      </Button>
    </Table.Td>
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
      <ListenIn call={call} />
    </Table.Tr>
  );
}
