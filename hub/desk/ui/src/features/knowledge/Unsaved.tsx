import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { type RefObject, useEffect } from "react";
import { useBlocker } from "react-router";
import { useT } from "../../i18n";

/** Asks before a change of screen loses what was written. `leaving` is set by whoever has just saved it. */
export function Unsaved({ changed, leaving }: { changed: boolean; leaving: RefObject<boolean> }) {
  const t = useT();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => changed && !leaving.current && currentLocation.pathname !== nextLocation.pathname);
  useEffect(() => {
    if (!changed && blocker.state === "blocked") blocker.reset();
  }, [changed, blocker]);
  return (
    <Modal opened={blocker.state === "blocked"} onClose={() => blocker.reset?.()} title={t("unsaved.title")}>
      <Stack gap="md">
        <Text size="sm">{t("unsaved.text")}</Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => blocker.proceed?.()} data-testid="leave">
            {t("unsaved.leave")}
          </Button>
          <Button onClick={() => blocker.reset?.()} data-autofocus data-testid="stay">
            {t("unsaved.stay")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
