import { Button, Group, Stack, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { Step } from "../../api/types";
import { SkillsInput } from "../../components/SkillsInput";
import { useT } from "../../i18n";
import classes from "./Admin.module.css";
import { Whole } from "./parts";
import { useStepSentences } from "./stepSentences";

const NEXT_AFTER = 30;

interface Props {
  steps: Step[];
  onChange: (steps: Step[]) => void;
  error?: string;
}

/** Which skills are asked for, and what is enough after a while; read back as sentences. */
export function StepsEditor({ steps, onChange, error }: Props) {
  const t = useT();
  const sentences = useStepSentences();
  const change = (place: number, step: Step) => onChange(steps.with(place, step));
  const last = steps.at(-1);
  return (
    <Stack gap="xs">
      <div>
        <Text size="sm" fw={600}>
          {t("queues.steps")}
        </Text>
        <Text size="xs" c="dimmed">
          {t("steps.hint")}
        </Text>
      </div>
      {steps.map((step, place) => (
        <div key={place} className={classes.step}>
          <Group justify="space-between" align="flex-end" mb="xs" wrap="nowrap">
            <Whole label={t("steps.after")} value={step.after} onChange={(after) => change(place, { ...step, after })} />
            <Button
              variant="subtle"
              color="red"
              style={{ flexShrink: 0 }}
              leftSection={<IconTrash size={14} />}
              onClick={() => onChange(steps.filter((_, each) => each !== place))}
            >
              {t("steps.remove")}
            </Button>
          </Group>
          <SkillsInput value={step.skills} onChange={(skills) => change(place, { ...step, skills })} />
        </div>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} />}
        w="fit-content"
        onClick={() => onChange([...steps, { after: last ? last.after + NEXT_AFTER : 0, skills: last ? [...last.skills] : [] }])}
      >
        {t("steps.add")}
      </Button>
      <Text size="sm" role="status" c="dimmed">
        {sentences(steps).join("; ")}.
      </Text>
      {error && (
        <Text size="xs" c="red">
          {error}
        </Text>
      )}
    </Stack>
  );
}
