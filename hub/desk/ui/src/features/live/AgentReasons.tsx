import { Group, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import type { AgentReason } from "../../api/types";
import { Nothing } from "../../components/marks";
import { useT } from "../../i18n";

/** Per agent, why or why not, in plain words. */
export function AgentReasons({ agents, none }: { agents: AgentReason[]; none: string }) {
  const t = useT();
  if (agents.length === 0) return <Nothing>{none}</Nothing>;
  return (
    <Stack gap={6}>
      {[...agents]
        .sort((a, b) => Number(b.eligible) - Number(a.eligible))
        .map((agent) => (
          <Group key={agent.agent} gap="xs" wrap="nowrap" align="flex-start">
            {agent.eligible ? (
              <IconCircleCheck size={17} role="img" aria-label={t("explain.can")} color="var(--mantine-color-green-7)" />
            ) : (
              <IconCircleX size={17} role="img" aria-label={t("explain.cannot")} color="var(--mantine-color-dimmed)" />
            )}
            <Text size="sm">
              <b>{agent.name}</b>: {agent.text}
            </Text>
          </Group>
        ))}
    </Stack>
  );
}
