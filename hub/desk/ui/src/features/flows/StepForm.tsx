import { Anchor, Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMemo, useState } from "react";
import type { StepKind } from "../../api/flows";
import { isKey, useT } from "../../i18n";
import { languagesOf, renamed, stepsOf, variablesOf, withoutStep, withStep } from "./definition";
import { StepProblems } from "./FlowProblems";
import { StepKeys } from "./StepKeys";
import type { FlowText } from "./useFlowText";
import { useKnown } from "./useKnown";
import { kindText } from "./words";

interface Props {
  kinds: StepKind[];
  edited: FlowText;
  name: string;
  onChoose: (step: string | null) => void;
  onLine: (line: number) => void;
  readOnly: boolean;
}

/** The chosen step's keys as a form; what is changed is written into the text. */
export function StepForm({ kinds, edited, name, onChoose, onLine, readOnly }: Props) {
  const t = useT();
  const { definition } = edited;
  const step = definition ? stepsOf(definition)[name] : undefined;
  const languages = useMemo(() => (definition ? languagesOf(definition) : []), [definition]);
  const known = useKnown(languages);
  if (!definition || !step) return null;
  const kind = kinds.find((each) => each.kind === step.kind);
  const does = `flows.does.${String(step.kind)}`;
  const steps = Object.keys(stepsOf(definition));
  const problems = edited.problems.filter((problem) => problem.step === name);

  return (
    <Stack gap="sm" key={name}>
      <div>
        <Anchor component="button" type="button" size="xs" onClick={() => onChoose(null)}>
          {t("flows.wholeFlow")}
        </Anchor>
        <Title order={2} size="h4">
          {name}
        </Title>
        <Text size="xs" c="dimmed">
          <b>{kindText(t, String(step.kind))}</b>: {isKey(does) && t(does)}
        </Text>
      </div>
      <StepProblems problems={problems} onLine={onLine} />
      {kind && (
        <fieldset disabled={readOnly} style={{ border: 0, padding: 0, margin: 0, minWidth: 0 }}>
          <StepKeys
            keys={kind.keys}
            values={step}
            around={{ languages, steps, variables: Object.keys(variablesOf(definition)), known, onGo: onChoose }}
            onChange={(values) => edited.write((now) => withStep(now, name, { ...values, kind: step.kind }))}
          />
        </fieldset>
      )}
      <From edited={edited} name={name} onChoose={onChoose} />
      {!readOnly && <StepActions edited={edited} name={name} taken={steps} isStart={definition.start === name} onChoose={onChoose} />}
    </Stack>
  );
}

/** Which steps lead to this one. */
function From({ edited, name, onChoose }: { edited: FlowText; name: string; onChoose: (step: string) => void }) {
  const t = useT();
  const from = edited.picture?.boxes.filter((box) => (box.arrows ?? []).some((arrow) => arrow.to === name)) ?? [];
  if (from.length === 0) return null;
  return (
    <Group gap={6}>
      <Text size="xs" c="dimmed">
        {t("flows.comesFrom")}
      </Text>
      {from.map((box) => (
        <Button key={box.name} size="compact-sm" variant="default" onClick={() => onChoose(box.name)}>
          {box.name}
        </Button>
      ))}
    </Group>
  );
}

interface ActionsProps {
  edited: FlowText;
  name: string;
  taken: string[];
  isStart: boolean;
  onChoose: (step: string | null) => void;
}

function StepActions({ edited, name, taken, isStart, onChoose }: ActionsProps) {
  const t = useT();
  const [to, setTo] = useState(name);
  const isTaken = to !== name && taken.includes(to);
  const fits = /^[a-z][a-z0-9_]*$/.test(to) && to !== name && !isTaken;

  function rename() {
    if (!fits) return;
    edited.write((now) => renamed(now, name, to));
    onChoose(to);
  }

  function remove() {
    edited.write((now) => withoutStep(now, name));
    onChoose(null);
  }

  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename();
        }}
      >
        <Group align="flex-end" gap="xs" wrap="nowrap">
          <TextInput className="grow" size="xs" label={t("flows.stepName")} value={to} error={isTaken ? t("flows.taken") : undefined} onChange={(event) => setTo(event.currentTarget.value)} />
          <Button type="submit" size="xs" variant="default" disabled={!fits}>
            {t("flows.rename")}
          </Button>
        </Group>
      </form>
      <Group>
        {!isStart && (
          <Button size="xs" variant="default" onClick={() => edited.write((now) => ({ ...now, start: name }))}>
            {t("flows.makeStart")}
          </Button>
        )}
        <Button size="xs" variant="subtle" color="red" disabled={taken.length < 2} onClick={remove}>
          {t("flows.removeStep")}
        </Button>
      </Group>
    </>
  );
}
