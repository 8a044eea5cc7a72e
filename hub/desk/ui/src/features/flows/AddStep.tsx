import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useStepKinds } from "../../api/flows";
import { useT } from "../../i18n";
import { blankStep, stepsOf, withStep } from "./definition";
import type { FlowText } from "./useFlowText";

interface Props {
  opened: boolean;
  onClose: () => void;
  edited: FlowText;
  onAdded: (step: string) => void;
}

/** Adds a step; arrows to it are drawn afterwards. */
export function AddStep({ opened, onClose, edited, onAdded }: Props) {
  const t = useT();
  const { data: kinds } = useStepKinds();
  const [kind, setKind] = useState<string | null>("say");
  const [name, setName] = useState("");
  const chosen = kinds?.find((each) => each.kind === kind);
  const taken = edited.definition !== null && name in stepsOf(edited.definition);

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!edited.definition || !chosen || taken) return;
    edited.write(withStep(edited.definition, name, blankStep(chosen, edited.definition)));
    onAdded(name);
    setName("");
    onClose();
  }

  return (
    <Modal opened={opened} onClose={onClose} title={t("flows.addStep")}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Select label={t("flows.kind")} data={kinds?.map((each) => each.kind)} value={kind} onChange={setKind} searchable allowDeselect={false} />
          <Text size="xs" c="dimmed">
            {chosen && t(`flows.does.${chosen.kind}` as never)}
          </Text>
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
          <Group justify="flex-end">
            <Button type="submit" data-testid="flow-step-add">
              {t("flows.add")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
