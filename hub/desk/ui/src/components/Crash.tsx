import { Button, Center, Stack, Text } from "@mantine/core";
import { useRouteError } from "react-router";
import { useT } from "../i18n";

/** What is shown when a screen fails; the rest of the page goes on. */
export function Crash() {
  const t = useT();
  const fault = useRouteError();
  return (
    <Center h="100%" mih={240} p="md" role="alert">
      <Stack align="center" maw={480}>
        <Text fw={600}>{t("error.crash")}</Text>
        <Text size="sm" c="dimmed">
          {fault instanceof Error ? fault.message : String(fault)}
        </Text>
        <Button onClick={() => location.reload()}>{t("error.reload")}</Button>
      </Stack>
    </Center>
  );
}
