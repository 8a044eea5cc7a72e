import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { StepKind } from "../../api/flows";
import { isKey, useT } from "../../i18n";
import { blankStep, connected, mayConnect, stepsOf, withStep } from "./definition";
import type { FlowText } from "./useFlowText";
import { kindText } from "./words";

interface Props {
  opened: boolean;
  onClose: () => void;
  kinds: StepKind[];
  edited: FlowText;
  /** The step that was chosen: the new one may follow it. */
  chosen: string | null;
  onAdded: (step: string) => void;
}

/** Adds a step, by itself or after another. */
export function AddStep({ opened, onClose, ...props }: Props) {
  const t = useT();
  return (
    <Modal opened={opened} onClose={onClose} title={t("flows.addStep")}>
      <NewStep onClose={onClose} {...props} />
    </Modal>
  );
}

function NewStep({ onClose, kinds, edited, chosen, onAdded }: Omit<Props, "opened">) {
  const t = useT();
  const steps = edited.definition ? stepsOf(edited.definition) : {};
  const leading = Object.keys(steps).filter((name) => mayConnect(steps[name]));
  const [kind, setKind] = useState<string | null>("say");
  const [name, setName] = useState("");
  const [after, setAfter] = useState(chosen && leading.includes(chosen) ? chosen : null);
  const spec = kinds.find((each) => each.kind === kind);
  const does = `flows.does.${kind}`;
  const taken = name in steps;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!spec || taken) return;
    edited.write((now) => {
      const added = withStep(now, name, blankStep(spec, now, after ?? undefined));
      return after ? connected(added, after, name) : added;
    });
    onAdded(name);
    onClose();
  }

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Select
          label={t("flows.kind")}
          description={isKey(does) ? t(does) : undefined}
          inputWrapperOrder={["label", "input", "description"]}
          data={kinds.map((each) => ({ value: each.kind, label: kindText(t, each.kind) }))}
          renderOption={({ option }) => (
            <span>
              {option.label}
              <Text size="xs" c="inherit" component="span" display="block">
                {t(`flows.does.${option.value}` as never)}
              </Text>
            </span>
          )}
          value={kind}
          onChange={setKind}
          searchable
          allowDeselect={false}
          data-testid="flow-step-kind"
        />
        <TextInput
          label={t("flows.stepName")}
          pattern="[a-z][a-z0-9_]*"
          title={t("flows.stepNameHint")}
          description={t("flows.stepNameHint")}
          error={taken ? t("flows.taken") : undefined}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
          required
          data-autofocus
          data-testid="flow-step-name"
        />
        <Select label={t("flows.after")} description={t("flows.afterHint")} data={leading} value={after} onChange={setAfter} searchable clearable />
        <Group justify="flex-end">
          <Button type="submit" data-testid="flow-step-add">
            {t("flows.add")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
