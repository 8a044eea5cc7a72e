import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useState } from "react";
import { useStepKinds } from "../../api/flows";
import { isKey, useT } from "../../i18n";
import { languagesOf, renamed, stepsOf, withoutStep, withStep } from "./definition";
import { StepKeys } from "./StepKeys";
import type { FlowText } from "./useFlowText";

interface Props {
  edited: FlowText;
  name: string | null;
  onChoose: (step: string | null) => void;
  readOnly: boolean;
}

/** The chosen step's keys as a form. What is changed is written into the text when a field is left. */
export function StepForm({ edited, name, onChoose, readOnly }: Props) {
  const t = useT();
  const { data: kinds } = useStepKinds();
  const { definition } = edited;
  const step = definition && name ? stepsOf(definition)[name] : undefined;
  if (!definition || !name || !step) return <Text size="sm">{t("flows.chooseStep")}</Text>;
  const kind = kinds?.find((each) => each.kind === step.kind);
  const does = `flows.does.${String(step.kind)}`;

  return (
    <Stack gap="sm" key={name}>
      <Title order={2} size="h4">
        {name}
      </Title>
      <Text size="xs" c="dimmed">
        <b>{String(step.kind)}</b>: {isKey(does) && t(does)}
      </Text>
      {kind && (
        <fieldset disabled={readOnly} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
          <StepKeys
            keys={kind.keys}
            values={step}
            languages={languagesOf(definition)}
            steps={Object.keys(stepsOf(definition))}
            variables={Object.keys((definition.variables as object | undefined) ?? {})}
            onChange={(values) => edited.write(withStep(definition, name, { ...values, kind: step.kind }))}
          />
        </fieldset>
      )}
      {!readOnly && (
        <>
          <Rename key={name} name={name} taken={Object.keys(stepsOf(definition))} onRename={(to) => rename(to)} />
          <Group>
            <Button size="compact-sm" variant="default" onClick={() => edited.write({ ...definition, start: name })} disabled={definition.start === name}>
              {t("flows.makeStart")}
            </Button>
            <Button size="compact-sm" variant="subtle" color="red" onClick={remove}>
              {t("flows.removeStep")}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );

  function rename(to: string) {
    if (!definition || !name) return;
    edited.write(renamed(definition, name, to));
    onChoose(to);
  }

  function remove() {
    if (!definition || !name) return;
    edited.write(withoutStep(definition, name));
    onChoose(null);
  }
}

function Rename({ name, taken, onRename }: { name: string; taken: string[]; onRename: (to: string) => void }) {
  const t = useT();
  const [to, setTo] = useState(name);
  const fits = /^[a-z][a-z0-9_]*$/.test(to) && !taken.includes(to);
  return (
    <Group align="flex-end" gap="xs" wrap="nowrap">
      <TextInput size="xs" label={t("flows.stepName")} value={to} onChange={(event) => setTo(event.currentTarget.value)} style={{ flex: 1 }} />
      <Button size="xs" variant="default" disabled={!fits} onClick={() => onRename(to)}>
        {t("flows.rename")}
      </Button>
    </Group>
  );
}
