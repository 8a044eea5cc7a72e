import { ActionIcon, Badge, Group, Modal, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { type Flow, useFlows } from "../../api/flows";
import { Nothing } from "../../components/marks";
import { localized, useI18n, useT } from "../../i18n";
import { useMayEdit } from "../knowledge/useMayEdit";
import classes from "./Flows.module.css";
import { NewFlow } from "./NewFlow";

/** All flows by name, and a way to begin one. */
export function FlowList({ chosen }: { chosen?: string }) {
  const { t, language } = useI18n();
  const { data: flows } = useFlows();
  const mayEdit = useMayEdit();
  const [creating, setCreating] = useState(false);
  return (
    <section className={classes.list} aria-label={t("nav.flows")}>
      <header className={classes.head}>
        <Text fw={600}>{t("nav.flows")}</Text>
        {mayEdit && (
          <ActionIcon onClick={() => setCreating(true)} aria-label={t("flows.new")} title={t("flows.new")} data-testid="flow-new">
            <IconPlus size={18} />
          </ActionIcon>
        )}
      </header>
      <nav className={classes.rows} aria-label={t("nav.flows")}>
        {flows?.length === 0 && <Nothing>{t("flows.none")}</Nothing>}
        {flows?.map((flow) => (
          <Link key={flow.id} to={`/flows/${flow.id}`} className={classes.row} aria-current={flow.id === chosen ? "page" : undefined}>
            <Group justify="space-between" wrap="nowrap" gap="xs">
              <span className={classes.title}>{localized(flow.title, language) || flow.id}</span>
              <FlowStateBadge flow={flow} />
            </Group>
            <Text size="xs" c="dimmed">
              {flow.id}
            </Text>
          </Link>
        ))}
      </nav>
      <Modal opened={creating} onClose={() => setCreating(false)} title={t("flows.new")}>
        <NewFlow onDone={() => setCreating(false)} />
      </Modal>
    </section>
  );
}

const colours = { draft: "gray", published: "green", archived: "gray" } as const;

/** Whether customers have it, and whether its newest version is the one they have. */
export function FlowStateBadge({ flow }: { flow: Flow }) {
  const t = useT();
  const edited = flow.state === "published" && flow.published !== flow.revision;
  return (
    <Badge size="sm" variant="light" color={edited ? "yellow" : colours[flow.state]} style={{ flexShrink: 0 }}>
      {t(edited ? "flows.edited" : `flows.state.${flow.state}`)}
    </Badge>
  );
}
