import { Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { useCreateFlow, useFlows } from "../../api/flows";
import { localized, useI18n } from "../../i18n";
import { begun, type Template, templates } from "./templates";

const COPY = "copy:";

/** A new flow's title, its name for programs, and what it begins with: a template, or another flow. */
export function NewFlow({ onDone }: { onDone: () => void }) {
  const { t, language } = useI18n();
  const go = useNavigate();
  const { data: flows = [] } = useFlows();
  const create = useCreateFlow();
  const [title, setTitle] = useState("");
  const [named, setNamed] = useState<string | null>(null);
  const [from, setFrom] = useState("question");
  const id = named ?? nameOf(title);
  const isTaken = flows.some((flow) => flow.id === id);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (isTaken) return;
    const text = from.startsWith(COPY) ? flows.find((flow) => flow.id === from.slice(COPY.length))?.text : templates[from as Template];
    create.mutate(
      { id, text: begun(text ?? templates.question, title.trim() || id) },
      {
        onSuccess: (flow) => {
          onDone();
          void go(`/flows/${flow.id}`);
        },
      },
    );
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput label={t("flows.title")} description={t("flows.titleHint")} value={title} onChange={(event) => setTitle(event.currentTarget.value)} required maxLength={100} data-autofocus data-testid="flow-title" />
        <TextInput
          label={t("flows.id")}
          description={t("flows.idHint")}
          pattern="[a-z][a-z0-9\-]*"
          title={t("flows.idHint")}
          value={id}
          error={isTaken ? t("flows.exists") : undefined}
          onChange={(event) => setNamed(event.currentTarget.value)}
          required
          maxLength={60}
          data-testid="flow-id"
        />
        <Select
          label={t("flows.template")}
          data={[
            ...Object.keys(templates).map((name) => ({ value: name, label: t(`flows.template.${name as Template}`) })),
            ...flows.filter((flow) => flow.state !== "archived").map((flow) => ({ value: COPY + flow.id, label: t("flows.template.copy", { title: localized(flow.title, language) || flow.id }) })),
          ]}
          value={from}
          onChange={(chosen) => setFrom(chosen ?? "question")}
          allowDeselect={false}
          searchable
          data-testid="flow-template"
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

/** A name for programs made of a title: "Order status" is order-status. */
const nameOf = (title: string): string =>
  title
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 60);
