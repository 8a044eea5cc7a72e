import { Alert, Button, List, Stack, Text } from "@mantine/core";
import { useTestFlow } from "../../api/flows";
import { faultText } from "../../components/faults";
import { useT } from "../../i18n";
import { failureText } from "./words";

/** Runs the test cases written in the flow's text. */
export function FlowTests({ id, text, broken }: { id: string; text: string; broken: boolean }) {
  const t = useT();
  const run = useTestFlow();
  return (
    <Stack gap="sm">
      <Text size="xs" c="dimmed">
        {t("flows.testsHint")}
      </Text>
      <Button size="xs" onClick={() => run.mutate({ id, text })} loading={run.isPending} disabled={broken} data-testid="flow-test">
        {t("flows.runTests")}
      </Button>
      {run.error && <Alert color="red">{faultText(run.error, t)}</Alert>}
      {run.data?.length === 0 && <Text size="sm">{t("flows.noTests")}</Text>}
      {run.data?.map((trial) => (
        <Alert key={trial.name} color={trial.passed ? "green" : "red"} title={trial.name} p="xs">
          {trial.passed ? (
            <Text size="xs">{t("flows.passed")}</Text>
          ) : (
            <List size="xs">
              {trial.failures.map((failure) => (
                <List.Item key={failure.message}>{failureText(t, failure)}</List.Item>
              ))}
            </List>
          )}
        </Alert>
      ))}
    </Stack>
  );
}
