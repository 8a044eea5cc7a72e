import { ActionIcon, Group, Menu, Table, Text, VisuallyHidden } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { Link } from "react-router";
import type { AgentLive } from "../../api/types";
import { useSetPresence } from "../../api/work";
import { ChannelIcon, Elapsed, Nothing, PresenceDot, WorkBadge } from "../../components/marks";
import { WideTable } from "../../components/PageFrame";
import { codeText, useT } from "../../i18n";

const order = { available: 0, away: 1, offline: 2 };

export function AgentTable({ agents }: { agents: AgentLive[] }) {
  const t = useT();
  const sorted = [...agents].sort((a, b) => order[a.presence] - order[b.presence] || a.name.localeCompare(b.name));
  if (agents.length === 0) return <Nothing>{t("live.noAgents")}</Nothing>;
  return (
    <WideTable label={t("live.agents")}>
      <Table highlightOnHover verticalSpacing="xs" miw={720} data-testid="agent-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("live.agent")}</Table.Th>
            <Table.Th>{t("live.presence")}</Table.Th>
            <Table.Th>{t("live.since")}</Table.Th>
            <Table.Th>{t("live.activity")}</Table.Th>
            <Table.Th>{t("live.holds")}</Table.Th>
            <Table.Th ta="right">{t("live.handled")}</Table.Th>
            <Table.Th w={40}>
              <VisuallyHidden>{t("action.more")}</VisuallyHidden>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sorted.map((agent) => (
            <Table.Tr key={agent.agent}>
              <Table.Th scope="row" fw={550}>
                {agent.name}
              </Table.Th>
              <Table.Td data-label={t("live.presence")}>
                <Group gap={6} wrap="nowrap">
                  <PresenceDot presence={agent.presence} />
                  {t(`presence.${agent.presence}`)}
                  {agent.reason && agent.presence !== "available" && (
                    <Text span size="xs" c="dimmed">
                      {codeText(t, "away", agent.reason)}
                    </Text>
                  )}
                </Group>
              </Table.Td>
              <Table.Td data-label={t("live.since")} data-empty={agent.since ? undefined : true}>{agent.since && <Elapsed since={agent.since} />}</Table.Td>
              <Table.Td data-label={t("live.activity")}>{codeText(t, "activity", agent.activity)}</Table.Td>
              <Table.Td data-label={t("live.holds")} data-empty={agent.held.length > 0 ? undefined : true}>
                <Held agent={agent} />
              </Table.Td>
              <Table.Td ta="right" className="number" data-label={t("live.handled")}>
                {agent.handled_today}
              </Table.Td>
              <Table.Td>
                <AgentMenu agent={agent} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </WideTable>
  );
}

function Held({ agent }: { agent: AgentLive }) {
  return (
    <Group gap="xs">
      {agent.held.map((item) => (
        <Group key={item.work_item} gap={4} wrap="nowrap" fz="xs">
          <ChannelIcon channel={item.channel} size={14} />
          <WorkBadge state={item.state} />
          <Elapsed since={item.since} />
        </Group>
      ))}
    </Group>
  );
}

function AgentMenu({ agent }: { agent: AgentLive }) {
  const t = useT();
  const set = useSetPresence();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon aria-label={t("live.agentMenu", { name: agent.name })}>
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component={Link} to={`/inbox/all?agent=${agent.agent}`}>
          {t("live.theirWork")}
        </Menu.Item>
        <Menu.Divider />
        {(["available", "away", "offline"] as const).map((presence) => (
          <Menu.Item
            key={presence}
            leftSection={<PresenceDot presence={presence} />}
            disabled={agent.presence === presence}
            onClick={() => set.mutate({ agent: agent.agent, presence, reason: presence === "away" ? "supervisor" : "" })}
          >
            {t("presence.set", { presence: t(`presence.${presence}`) })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
