import { Button, Center, Stack, Text } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useEffect } from "react";
import { useT } from "../i18n";

const AGAIN = 4_000;

/** Shown when the hub could not be reached at all; tries again by itself. */
export function Unreachable({ retry }: { retry: () => void }) {
  const t = useT();
  useEffect(() => {
    const timer = setInterval(retry, AGAIN);
    return () => clearInterval(timer);
  }, [retry]);
  return (
    <Center mih="100dvh" p="md" role="alert">
      <Stack align="center">
        <IconPlugConnectedX size={36} stroke={1.5} aria-hidden="true" />
        <Text>{t("error.offline")}</Text>
        <Button variant="default" onClick={retry}>
          {t("connection.now")}
        </Button>
      </Stack>
    </Center>
  );
}
