import { ActionIcon, Button, Group, Paper, Stack, Switch, Text, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { useSaveSetting, useSettings } from "../../../api/settings";
import type { Id, Rule } from "../../../api/types";
import { Busy } from "../../../components/Busy";
import { faultText, showFault } from "../../../components/faults";
import { Nothing } from "../../../components/marks";
import { PageFrame } from "../../../components/PageFrame";
import { useT } from "../../../i18n";
import classes from "../Admin.module.css";
import { without } from "../parts";
import { RecordDrawer } from "../RecordDrawer";
import { RuleForm } from "./RuleForm";
import { useRuleSentences } from "./ruleSentences";

type Draft = Omit<Rule, "id">;

const blank = (position: number): Draft => ({
  name: "",
  position,
  channels: ["email"],
  entry_points: [],
  any: false,
  conditions: [{ fact: "subject", how: "contains", values: [], negated: false }],
  route: { queue: "", skills: [], priority: 0, tags: [], bot: null, reply: "" },
  last: false,
  active: false,
  rev: 0,
});

/** Rules in the order in which they are asked. */
export function RuleSection() {
  const t = useT();
  const go = useNavigate();
  const { id } = useParams<"id">();
  const { data, error } = useSettings("rules");
  const rules = [...(data ?? [])].sort((a, b) => a.position - b.position || a.id.localeCompare(b.id));
  const chosen = rules.find((rule) => rule.id === id);
  const close = () => void go("/admin/rules");
  const order = useOrder(rules);
  return (
    <PageFrame
      title={t("admin.rules")}
      actions={
        <Button leftSection={<IconPlus size={15} />} onClick={() => void go("/admin/rules/new")} data-testid="new-rules">
          {t("app.new")}
        </Button>
      }
    >
      <Text size="sm" c="dimmed" mb="md">
        {t("rules.explain")}
      </Text>
      {error && !data && <Nothing>{faultText(error, t)}</Nothing>}
      {!data && !error && <Busy />}
      {data?.length === 0 && <Nothing>{t("rules.hint")}</Nothing>}
      <Stack gap="xs" component="ol" className={classes.rules}>
        {rules.map((rule, place) => (
          <RuleCard key={rule.id} rule={rule} place={place} count={rules.length} order={order} open={() => void go(`/admin/rules/${rule.id}`)} />
        ))}
      </Stack>
      {((id === "new" && data) || chosen) && (
        <RecordDrawer<"rules", Draft>
          key={id}
          kind="rules"
          title={t("admin.rules")}
          hint=""
          name={(rule) => rule.name}
          columns={[]}
          blank={() => blank((rules.at(-1)?.position ?? -1) + 1)}
          draftOf={(rule) => without(rule, "id")}
          form={RuleForm}
          record={chosen}
          onClose={close}
        />
      )}
    </PageFrame>
  );
}

type Order = ReturnType<typeof useOrder>;

/** Move rules: by button, by dragging; positions that change are saved one after the other. */
function useOrder(rules: Rule[]) {
  const t = useT();
  const save = useSaveSetting("rules");
  const [dragged, setDragged] = useState<Id | null>(null);
  async function put(id: Id, to: number) {
    const from = rules.findIndex((rule) => rule.id === id);
    const moved = rules[from];
    if (!moved || to < 0 || to >= rules.length || from === to) return;
    const wanted = rules.toSpliced(from, 1).toSpliced(to, 0, moved);
    try {
      for (const [position, rule] of wanted.entries()) {
        if (rule.position !== position) await save.mutateAsync({ id: rule.id, draft: { ...without(rule, "id"), position } });
      }
    } catch (fault) {
      showFault(faultText(fault as Error, t));
    }
  }
  const activate = (rule: Rule, active: boolean) =>
    save.mutate({ id: rule.id, draft: { ...without(rule, "id"), active } }, { onError: (fault) => showFault(faultText(fault, t)) });
  return { put: (id: Id, to: number) => void put(id, to), activate, busy: save.isPending, dragged, setDragged };
}

interface CardProps {
  rule: Rule;
  place: number;
  count: number;
  order: Order;
  open: () => void;
}

function RuleCard({ rule, place, count, order, open }: CardProps) {
  const t = useT();
  const { when, then } = useRuleSentences()(rule);
  return (
    <Paper
      component="li"
      withBorder
      p="xs"
      draggable
      data-testid="rule"
      data-dragged={order.dragged === rule.id || undefined}
      onDragStart={() => order.setDragged(rule.id)}
      onDragEnd={() => order.setDragged(null)}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (order.dragged) order.put(order.dragged, place);
      }}
    >
      <Group wrap="nowrap" align="flex-start" gap="xs">
        <IconGripVertical size={16} aria-hidden="true" className={classes.grip} />
        <div className="grow">
          <UnstyledButton fz="sm" fw={550} c="var(--mantine-color-anchor)" onClick={open}>
            {rule.name}
          </UnstyledButton>
          <Text size="sm">
            <b>{t("rules.if")}</b> {when}
          </Text>
          <Text size="sm">
            <b>{t("rules.thenShort")}</b> {then}
          </Text>
        </div>
        <Stack gap={4} align="flex-end">
          <Switch
            size="sm"
            aria-label={t("rules.activeOf", { name: rule.name })}
            checked={rule.active}
            disabled={order.busy}
            onChange={(event) => order.activate(rule, event.currentTarget.checked)}
          />
          <Group gap={2} wrap="nowrap">
            <ActionIcon aria-label={t("order.up", { name: rule.name })} disabled={place === 0 || order.busy} onClick={() => order.put(rule.id, place - 1)}>
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon aria-label={t("order.down", { name: rule.name })} disabled={place === count - 1 || order.busy} onClick={() => order.put(rule.id, place + 1)}>
              <IconArrowDown size={16} />
            </ActionIcon>
          </Group>
        </Stack>
      </Group>
    </Paper>
  );
}
