import { ActionIcon, Button, Checkbox, Fieldset, Group, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { codeText, useT } from "../../i18n";
import { languagesOf, stepsOf, type Values, variablesOf, withVariable } from "./definition";
import { Line, Texts, withValue } from "./stepFields";
import type { FlowText } from "./useFlowText";

const KINDS = ["text", "number", "amount", "date", "phone", "email", "yes_no", "choice"];

/** What concerns the whole flow: its title, where it begins, and its variables. */
export function FlowHead({ edited, readOnly }: { edited: FlowText; readOnly: boolean }) {
  const t = useT();
  const { definition } = edited;
  if (!definition) return <Text size="sm">{t("flows.noForm")}</Text>;
  const languages = languagesOf(definition);
  const set = (name: string, value: unknown) => edited.write((now) => withValue(now, name, value));
  return (
    <Stack gap="sm">
      <Title order={2} size="h4">
        {t("flows.wholeFlow")}
      </Title>
      <Text size="xs" c="dimmed">
        {t("flows.chooseStep")}
      </Text>
      <fieldset disabled={readOnly} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
        <Stack gap="xs">
          <Texts label={t("flows.title")} required value={definition.title} languages={languages} onChange={(title) => set("title", title)} />
          <Select size="xs" label={t("flows.startsAt")} data={Object.keys(stepsOf(definition))} value={String(definition.start ?? "") || null} onChange={(start) => set("start", start)} searchable allowDeselect={false} />
          <Line label={t("flows.timezone")} description={t("flows.timezoneHint")} value={definition.timezone} onChange={(zone) => set("timezone", zone)} />
          <Line label={t("flows.region")} description={t("flows.regionHint")} value={definition.region} onChange={(region) => set("region", region)} />
          <Fieldset legend={t("flows.variables")} p="xs">
            <Stack gap="sm">
              <Text size="xs" c="dimmed">
                {t("flows.variablesHint")}
              </Text>
              {Object.entries(variablesOf(definition)).map(([name, spec]) => (
                <Variable key={name} name={name} spec={spec} languages={languages} onChange={(changed) => edited.write((now) => withVariable(now, name, changed))} />
              ))}
              <NewVariable taken={Object.keys(variablesOf(definition))} onAdd={(name) => edited.write((now) => withVariable(now, name, { kind: "text" }))} />
            </Stack>
          </Fieldset>
        </Stack>
      </fieldset>
    </Stack>
  );
}

interface VariableProps {
  name: string;
  spec: Values;
  languages: string[];
  onChange: (spec: Values | undefined) => void;
}

function Variable({ name, spec, languages, onChange }: VariableProps) {
  const t = useT();
  const kinds = KINDS.map((kind) => ({ value: kind, label: codeText(t, "flows.holds", kind) }));
  return (
    <Fieldset variant="filled" p={8} legend={name}>
      <Stack gap={6}>
        <Group gap={4} wrap="nowrap" align="flex-end">
          <Select className="grow" size="xs" label={t("flows.variableKind")} data={[{ value: "", label: t("flows.holds.any") }, ...kinds]} value={String(spec.kind ?? "")} onChange={(kind) => onChange(withValue(spec, "kind", kind))} allowDeselect={false} />
          <ActionIcon size={30} variant="subtle" color="red" aria-label={t("flows.removeNamed", { name })} onClick={() => onChange(undefined)}>
            <IconTrash size={15} aria-hidden="true" />
          </ActionIcon>
        </Group>
        <Texts label={t("flows.variableLabel")} value={spec.label} languages={languages} onChange={(label) => onChange(withValue(spec, "label", label))} />
        {spec.kind === "choice" && (
          <Text size="xs" c="dimmed">
            {t("flows.choicesHint")}
          </Text>
        )}
        <Checkbox size="sm" label={t("flows.secret")} checked={spec.secret === true} onChange={(event) => onChange(withValue(spec, "secret", event.currentTarget.checked || undefined))} />
      </Stack>
    </Fieldset>
  );
}

function NewVariable({ taken, onAdd }: { taken: string[]; onAdd: (name: string) => void }) {
  const t = useT();
  const [name, setName] = useState("");
  const isTaken = taken.includes(name);
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isTaken) return;
    onAdd(name);
    setName("");
  }
  return (
    <form onSubmit={submit}>
      <Group gap="xs" wrap="nowrap" align="flex-end">
        <TextInput className="grow" size="xs" label={t("flows.newVariable")} pattern="[a-z][a-z0-9_]*" title={t("flows.stepNameHint")} value={name} error={isTaken ? t("flows.variableTaken") : undefined} onChange={(event) => setName(event.currentTarget.value)} required />
        <Button type="submit" size="xs" variant="default" leftSection={<IconPlus size={13} aria-hidden="true" />}>
          {t("flows.add")}
        </Button>
      </Group>
    </form>
  );
}
