import { Badge, Group, List, Modal, Stack, Text, Title } from "@mantine/core";
import { IconCircleCheck, IconClock } from "@tabler/icons-react";
import { useNames } from "../../api/directory";
import type { Explanation, Id, Requirement } from "../../api/types";
import { useExplanation } from "../../api/work";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { Nothing } from "../../components/marks";
import { useT } from "../../i18n";
import { span } from "../../lib/time";
import { AgentReasons } from "./AgentReasons";

/** The answer to "why not yet?", read again every few seconds. */
export function ExplainDialog({ item, onClose }: { item: Id | null; onClose: () => void }) {
  const t = useT();
  const { data, error } = useExplanation(item);
  return (
    <Modal opened={item !== null} onClose={onClose} title={t("explain.notYet")} size="lg" data-testid="explanation">
      {error && <Nothing>{faultText(error, t)}</Nothing>}
      {!data && !error && <Busy />}
      {data && <Answer explanation={data} />}
    </Modal>
  );
}

function Answer({ explanation: { summary, position, wait_seconds, clock, agents } }: { explanation: Explanation }) {
  const t = useT();
  const names = useNames();
  const asked = (skills: Requirement[]) =>
    skills.map((each) => `${names.skill(each.skill)} ≥ ${each.minimum}`).join(t("steps.and")) || t("steps.anyone");
  return (
    <Stack gap="md">
      <Text fw={550}>{summary}</Text>
      <Group gap="xs">
        {position !== null && <Badge color="ink">{t("explain.position", { position })}</Badge>}
        {wait_seconds !== null && <Badge color="gray">{t("explain.estimate", { time: span(wait_seconds) })}</Badge>}
      </Group>
      {clock.length > 0 && (
        <div>
          <Title order={3} mb={6}>
            {t("explain.steps")}
          </Title>
          <List size="sm" spacing={4} center>
            {clock.map((step) => (
              <List.Item
                key={step.step}
                icon={
                  step.opens_in > 0 ? (
                    <IconClock size={16} aria-hidden="true" />
                  ) : (
                    <IconCircleCheck size={16} aria-hidden="true" color="var(--mantine-color-green-7)" />
                  )
                }
              >
                {step.opens_in > 0 ? t("explain.opensIn", { time: span(step.opens_in) }) : t("explain.open")}{" "}
                {asked(step.skills)}
              </List.Item>
            ))}
          </List>
        </div>
      )}
      <div>
        <Title order={3} mb={6}>
          {t("explain.agents")}
        </Title>
        <AgentReasons agents={agents} none={t("explain.nobody")} />
      </div>
    </Stack>
  );
}
