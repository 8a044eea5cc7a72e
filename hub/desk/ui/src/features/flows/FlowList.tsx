import { ActionIcon, Badge, Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { Link, useNavigate } from "react-router";
import { type Flow, useCreateFlow, useFlows } from "../../api/flows";
import { Nothing } from "../../components/marks";
import { localized, type Translate, useI18n, useT } from "../../i18n";
import { useMayEdit } from "../knowledge/useMayEdit";
import classes from "./Flows.module.css";

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

function NewFlow({ onDone }: { onDone: () => void }) {
  const t = useT();
  const go = useNavigate();
  const create = useCreateFlow();
  const [id, setId] = useState("");

  function submit(event: FormEvent) {
    event.preventDefault();
    const created = (flow: Flow) => {
      onDone();
      void go(`/flows/${flow.id}`);
    };
    create.mutate({ id, text: beginning(id, t) }, { onSuccess: created });
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t("flows.id")}
          description={t("flows.idHint")}
          pattern="[a-z][a-z0-9\-]*"
          value={id}
          onChange={(event) => setId(event.currentTarget.value)}
          required
          maxLength={60}
          data-autofocus
          data-testid="flow-id"
        />
        <Group justify="flex-end">
          <Button type="submit" loading={create.isPending} data-testid="flow-create">
            {t("flows.create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** A flow that works, to be changed into the one that is wanted. */
function beginning(id: string, t: Translate): string {
  const title = JSON.stringify(id.replaceAll("-", " "));
  return `# ${t("flows.beginning")}
title: {en: ${title}, zh: ${title}}
languages: [en, zh]
start: ask
variables:
  matter: {kind: text, label: {en: Matter, zh: 事项}}
steps:
  ask:
    kind: collect
    variable: matter
    text: {en: What is it about?, zh: 请问是什么事？}
    next: person
    failed: person
  person:
    kind: queue
    text: {en: A colleague will help you with that., zh: 同事会为您处理。}
tests:
  - name: reaches a person
    language: en
    turns:
      - says: [What is it about?]
      - {user: a question about my order, says: [colleague]}
`;
}
