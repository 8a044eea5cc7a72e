import { Tabs } from "@mantine/core";
import { useLiveCalls, useLiveView } from "../../api/live";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { Nothing } from "../../components/marks";
import { PageFrame } from "../../components/PageFrame";
import { useT } from "../../i18n";
import { AgentTable } from "./AgentTable";
import { CallTable } from "./CallTable";
import { QueueTable } from "./QueueTable";
import { WaitingTable } from "./WaitingTable";

/** The floor at this moment: queues, who waits, agents. */
export default function LivePage() {
  const t = useT();
  const { data, error } = useLiveView();
  const { data: calls = [] } = useLiveCalls();
  if (error && !data) return <Nothing>{faultText(error, t)}</Nothing>;
  if (!data) return <Busy />;
  const waiting = data.queues.reduce((sum, queue) => sum + queue.waiting, 0);
  return (
    <PageFrame title={t("live.title")}>
      <QueueTable queues={data.queues} />
      <Tabs defaultValue="waiting" mt="lg" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="waiting">{t("live.waitingTab", { count: waiting })}</Tabs.Tab>
          <Tabs.Tab value="calls">{t("live.callsTab", { count: calls.length })}</Tabs.Tab>
          <Tabs.Tab value="agents">{t("live.agentsTab", { count: data.agents.length })}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="waiting" pt="sm">
          <WaitingTable />
        </Tabs.Panel>
        <Tabs.Panel value="calls" pt="sm">
          <CallTable />
        </Tabs.Panel>
        <Tabs.Panel value="agents" pt="sm">
          <AgentTable agents={data.agents} />
        </Tabs.Panel>
      </Tabs>
    </PageFrame>
  );
}
