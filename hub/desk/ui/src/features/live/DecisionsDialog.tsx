import { Badge, Group, Modal, Paper, Stack, Text } from "@mantine/core";
import { useNames } from "../../api/directory";
import type { AgentReason, Id, Offer } from "../../api/types";
import { useDecisions } from "../../api/work";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { Nothing, When } from "../../components/marks";
import { useT } from "../../i18n";
import { AgentReasons } from "./AgentReasons";

/** All offers of a work item with the reasons for each: "why this agent?". */
export function DecisionsDialog({ item, onClose }: { item: Id | null; onClose: () => void }) {
  const t = useT();
  const { data, error } = useDecisions(item);
  return (
    <Modal opened={item !== null} onClose={onClose} title={t("explain.whyAgent")} size="lg" data-testid="decisions">
      {error && <Nothing>{faultText(error, t)}</Nothing>}
      {!data && !error && <Busy />}
      {data?.offers.length === 0 && <Nothing>{t("explain.noOffers")}</Nothing>}
      <Stack>
        {data?.offers.map((offer) => (
          <Decision key={offer.id} offer={offer} text={data.texts[offer.id] ?? ""} agents={data.agents[offer.id] ?? []} />
        ))}
      </Stack>
    </Modal>
  );
}

function Decision({ offer, text, agents }: { offer: Offer; text: string; agents: AgentReason[] }) {
  const t = useT();
  const names = useNames();
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" mb={6}>
        <Text fw={600}>{names.staff(offer.agent)}</Text>
        <Group gap="xs" fz="xs" c="dimmed">
          <Badge color={offer.state === "accepted" ? "green" : "gray"}>{t(`offer.${offer.state}`)}</Badge>
          <When at={offer.offered_at} />
        </Group>
      </Group>
      <Text size="sm" mb="xs">
        {text}
      </Text>
      <AgentReasons agents={agents.filter((agent) => agent.agent !== offer.agent)} none={t("explain.noAgents")} />
    </Paper>
  );
}
