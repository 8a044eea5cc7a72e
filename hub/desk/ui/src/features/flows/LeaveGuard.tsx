import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useEffect } from "react";
import { useBlocker } from "react-router";
import { useT } from "../../i18n";

/** Asks before another screen, or another flow, would lose what was not saved. */
export function LeaveGuard({ when }: { when: boolean }) {
  const t = useT();
  const blocker = useBlocker(({ currentLocation, nextLocation }) => when && currentLocation.pathname !== nextLocation.pathname);

  useEffect(() => {
    if (!when) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [when]);

  return (
    <Modal opened={blocker.state === "blocked"} onClose={() => blocker.reset?.()} title={t("flows.leave")}>
      <Stack gap="sm">
        <Text size="sm">{t("flows.leaveHint")}</Text>
        <Group justify="flex-end">
          <Button variant="default" color="red" onClick={() => blocker.proceed?.()} data-testid="flow-leave">
            {t("flows.leaveAnyway")}
          </Button>
          <Button onClick={() => blocker.reset?.()} data-autofocus>
            {t("flows.stay")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
