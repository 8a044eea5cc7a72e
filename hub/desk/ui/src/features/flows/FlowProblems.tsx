import { Alert, Stack, Text, UnstyledButton } from "@mantine/core";
import type { FlowProblem } from "../../api/flows";
import { useT } from "../../i18n";
import { problemText } from "./words";

/** What is wrong, in words, with the line; a problem of a step leads to it. */
export function FlowProblems({ problems, onChoose }: { problems: FlowProblem[]; onChoose: (step: string) => void }) {
  const t = useT();
  if (problems.length === 0) return <Text size="sm">{t("flows.fine")}</Text>;
  return (
    <Stack gap="xs">
      {problems.map((problem) => (
        <Alert key={`${problem.line} ${problem.message}`} color={problem.warning ? "yellow" : "red"} p="xs">
          <Text size="xs">{problemText(t, problem)}</Text>
          {problem.step ? (
            <UnstyledButton fz="xs" td="underline" onClick={() => onChoose(problem.step ?? "")}>
              {t("flows.at", { step: problem.step, line: problem.line })}
            </UnstyledButton>
          ) : (
            <Text size="xs" c="dimmed">
              {t("flows.line", { line: problem.line })}
            </Text>
          )}
        </Alert>
      ))}
    </Stack>
  );
}
