import { ActionIcon, Button, Group, Paper, Stack, Switch, Text, UnstyledButton } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { useChangeRules, useSettings } from "../../../api/settings";
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
  const rules = inOrder(data ?? []);
  const chosen = rules.find((rule) => rule.id === id);
  const close = () => void go("/admin/rules");
  const order = useOrder();
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

const inOrder = (rules: Rule[]) => rules.toSorted((a, b) => a.position - b.position || a.id.localeCompare(b.id));

/** The rules whose positions change when one goes to another place. */
function moved(rules: Rule[], id: Id, to: (from: number) => number) {
  const from = rules.findIndex((rule) => rule.id === id);
  const rule = rules[from];
  if (!rule) return [];
  return rules
    .toSpliced(from, 1)
    .toSpliced(Math.max(to(from), 0), 0, rule)
    .map((each, position) => ({ ...each, position }))
    .filter((each) => rules.find((one) => one.id === each.id)?.position !== each.position);
}

/** Move rules, by button or by dragging, and switch them on and off. Keys are never dead meanwhile: focus would be lost. */
function useOrder() {
  const t = useT();
  const save = useChangeRules();
  const [dragged, setDragged] = useState<Id | null>(null);
  const change = (changed: (present: Rule[]) => Rule[]) => save.mutate(changed, { onError: (fault) => showFault(faultText(fault, t)) });
  const put = (id: Id, to: (from: number) => number) => change((rules) => moved(inOrder(rules), id, to));
  const activate = (id: Id, active: boolean) => change((rules) => rules.filter((rule) => rule.id === id).map((rule) => ({ ...rule, active })));
  return { put, activate, dragged, setDragged };
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
        if (order.dragged) order.put(order.dragged, () => place);
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
            onChange={(event) => order.activate(rule.id, event.currentTarget.checked)}
          />
          <Group gap={2} wrap="nowrap">
            <ActionIcon aria-label={t("order.up", { name: rule.name })} disabled={place === 0} onClick={() => order.put(rule.id, (from) => from - 1)}>
              <IconArrowUp size={16} />
            </ActionIcon>
            <ActionIcon aria-label={t("order.down", { name: rule.name })} disabled={place === count - 1} onClick={() => order.put(rule.id, (from) => from + 1)}>
              <IconArrowDown size={16} />
            </ActionIcon>
          </Group>
        </Stack>
      </Group>
    </Paper>
  );
}
