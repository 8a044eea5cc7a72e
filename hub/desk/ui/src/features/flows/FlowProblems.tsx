import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import type { FlowProblem } from "../../api/flows";
import { useT } from "../../i18n";
import { keyText, problemText } from "./words";

interface Props {
  problems: FlowProblem[];
  /** Show the step in the diagram. */
  onStep: (step: string) => void;
  /** Show the line in the text. */
  onLine: (line: number) => void;
}

/** What is wrong with one step, in few lines, above its fields. */
export function StepProblems({ problems, onLine }: Pick<Props, "problems" | "onLine">) {
  const t = useT();
  if (problems.length === 0) return null;
  return (
    <Alert color={problems.every((problem) => problem.warning) ? "yellow" : "red"} p="xs">
      <Stack gap={4}>
        {problems.map((problem, index) => (
          <Group key={index} gap={6} justify="space-between" wrap="nowrap" align="flex-start">
            <Text size="xs">{[problem.key && keyText(t, problem.key), problemText(t, problem)].filter(Boolean).join(": ")}</Text>
            <Button size="compact-xs" variant="default" style={{ flexShrink: 0 }} onClick={() => onLine(problem.line ?? 1)}>
              {t("flows.line", { line: problem.line ?? 1 })}
            </Button>
          </Group>
        ))}
      </Stack>
    </Alert>
  );
}

/** What is wrong, in words, with the way to where it stands: the line in the text, the step in the diagram. */
export function FlowProblems({ problems, onStep, onLine }: Props) {
  const t = useT();
  if (problems.length === 0) return <Text size="sm">{t("flows.fine")}</Text>;
  return (
    <Stack gap="xs">
      {problems.map((problem, index) => (
        <Alert key={index} color={problem.warning ? "yellow" : "red"} p="xs" title={heading(problem)}>
          <Text size="xs">{problemText(t, problem)}</Text>
          <Group gap={6} mt={6}>
            <Button size="compact-xs" variant="default" onClick={() => onLine(problem.line ?? 1)}>
              {t("flows.line", { line: problem.line ?? 1 })}
            </Button>
            {problem.step && (
              <Button size="compact-xs" variant="default" onClick={() => onStep(problem.step ?? "")}>
                {t("flows.atStep", { step: problem.step })}
              </Button>
            )}
          </Group>
        </Alert>
      ))}
    </Stack>
  );

  function heading({ step, key }: FlowProblem): string {
    if (!key) return step || t("flows.wholeFlow");
    const told = keyText(t, key);
    return step ? `${step} › ${told}` : told;
  }
}
