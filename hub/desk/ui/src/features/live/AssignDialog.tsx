import { Button, Group, Modal, Stack } from "@mantine/core";
import { useState } from "react";
import type { WorkItem } from "../../api/types";
import { useWork } from "../../api/work";
import { useT } from "../../i18n";
import { AgentSelect } from "../conversation/TransferDialog";

/** Give a waiting item to an agent by hand. */
export function AssignDialog({ item, onClose }: { item: WorkItem | null; onClose: () => void }) {
  const t = useT();
  const work = useWork();
  const [agent, setAgent] = useState<string | null>(null);
  const assign = () => {
    if (item && agent) work.mutate({ item: item.id, step: "assign", body: { agent } }, { onSuccess: onClose });
  };
  return (
    <Modal opened={item !== null} onClose={onClose} title={t("assign.title")} size="sm">
      <Stack>
        <AgentSelect value={agent} onChange={setAgent} except={null} onlineOnly />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button onClick={assign} disabled={!agent} loading={work.isPending} data-testid="assign-submit">
            {t("assign.title")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
