import { Button, Group } from "@mantine/core";
import { IconHelp } from "@tabler/icons-react";
import { useState } from "react";
import { useNames } from "../../api/directory";
import { useMe } from "../../api/session";
import type { WorkItem } from "../../api/types";
import { FactList } from "../../components/FactList";
import { Elapsed, When, WorkBadge } from "../../components/marks";
import { codeText, useT } from "../../i18n";
import { span } from "../../lib/time";
import { DecisionsDialog } from "../live/DecisionsDialog";
import { ExplainDialog } from "../live/ExplainDialog";

/** Why a person is needed, how long it waited, which skills it asks for, and why it came here. */
export function WorkFacts({ item }: { item: WorkItem }) {
  const t = useT();
  const me = useMe();
  const names = useNames();
  const [asked, setAsked] = useState<"why" | "notYet" | null>(null);
  const waits = item.state === "queued" || item.state === "offered";
  const skills = item.extra_skills.map((each) => `${names.skill(each.skill)} ≥ ${each.minimum}`).join(", ");
  const waited = item.accepted_at ? span((Date.parse(item.accepted_at) - Date.parse(item.arrived_at)) / 1000) : null;
  return (
    <>
      <FactList
        facts={[
          [t("work.state"), <WorkBadge key="state" state={item.state} />],
          [t("work.reason"), codeText(t, "reason", item.reason)],
          [t("work.queue"), names.queue(item.queue)],
          [t("work.waited"), waits ? <Elapsed since={item.arrived_at} /> : waited],
          [t("work.skills"), skills],
          [t("work.preferred"), names.staff(item.preferred_agent)],
          [t("work.passedBy"), item.passed_by.map(names.staff).join(", ")],
          [t("work.transfers"), item.transfers || null],
          [t("work.parkedUntil"), item.parked_until ? <When at={item.parked_until} /> : null],
        ]}
      />
      <Group mt="xs">
        {waits ? (
          <Button variant="default" leftSection={<IconHelp size={15} />} onClick={() => setAsked("notYet")}>
            {t("explain.notYet")}
          </Button>
        ) : (
          <Button variant="default" leftSection={<IconHelp size={15} />} onClick={() => setAsked("why")} data-testid="why-me">
            {item.agent === me.id ? t("explain.whyMe") : t("explain.whyAgent")}
          </Button>
        )}
      </Group>
      <ExplainDialog item={asked === "notYet" ? item.id : null} onClose={() => setAsked(null)} />
      <DecisionsDialog item={asked === "why" ? item.id : null} onClose={() => setAsked(null)} />
    </>
  );
}
