import { Alert, Button, Group, List, Modal, NumberInput, Stack, TagsInput, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { type BulkChange, type Rows, useBulk } from "../../api/conversations";
import { keys } from "../../api/keys";
import { useMe } from "../../api/session";
import type { BulkResult, Id } from "../../api/types";
import { faultText, showDone } from "../../components/faults";
import { useContactName } from "../../components/marks";
import { useT } from "../../i18n";
import { PickQueue } from "../admin/parts";
import { AgentSelect } from "../conversation/TransferDialog";
import type { Selection } from "./useSelection";

interface Props {
  opened: boolean;
  onClose: () => void;
  selection: Selection;
}

/** Change everything that is picked; what is left empty stays as it is. */
export function BulkDialog({ opened, onClose, selection }: Props) {
  const t = useT();
  return (
    <Modal opened={opened} onClose={onClose} title={t("bulk.title", { count: selection.ids.size })}>
      {opened && <Form selection={selection} onClose={onClose} />}
    </Modal>
  );
}

function Form({ selection, onClose }: Omit<Props, "opened">) {
  const t = useT();
  const me = useMe();
  const bulk = useBulk();
  const manages = me.permissions.includes("work:manage");
  const [change, setChange] = useState<BulkChange>({ add_tags: [], remove_tags: [], queue: null, agent: null, priority: null });
  const set = (part: Partial<BulkChange>) => setChange((old) => ({ ...old, ...part }));
  const nothing = change.add_tags.length + change.remove_tags.length === 0 && !change.queue && !change.agent && change.priority === null;
  const failed = bulk.data?.filter((each) => !each.ok) ?? [];
  const apply = () =>
    bulk.mutate(
      { ids: [...selection.ids], ...change },
      {
        onSuccess: (results) => {
          showDone(t("bulk.done", { count: results.filter((each) => each.ok).length }));
          if (results.every((each) => each.ok)) {
            selection.end();
            onClose();
          } else selection.pick(results.filter((each) => !each.ok).map((each) => each.id));
        },
      },
    );
  return (
    <Stack>
      <TagsInput label={t("bulk.addTags")} data-autofocus value={change.add_tags} onChange={(add_tags) => set({ add_tags })} />
      <TagsInput label={t("bulk.removeTags")} value={change.remove_tags} onChange={(remove_tags) => set({ remove_tags })} />
      {manages && (
        <>
          <PickQueue label={t("bulk.queue")} value={change.queue} onChange={(queue) => set({ queue })} />
          <AgentSelect value={change.agent} onChange={(agent) => set({ agent })} except={null} onlineOnly />
          <NumberInput
            label={t("queues.priority")}
            description={t("queues.priorityHint")}
            min={-1440}
            max={1440}
            value={change.priority ?? ""}
            onChange={(next) => set({ priority: next === "" ? null : Number(next) })}
          />
        </>
      )}
      {bulk.error && <Alert color="red">{faultText(bulk.error, t)}</Alert>}
      {failed.length > 0 && <Failed results={failed} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("app.cancel")}
        </Button>
        <Button onClick={apply} disabled={nothing} loading={bulk.isPending} data-testid="bulk-apply">
          {t("bulk.apply")}
        </Button>
      </Group>
    </Stack>
  );
}

/** What could not be changed, and why; it stays picked. */
function Failed({ results }: { results: BulkResult[] }) {
  const t = useT();
  const nameOf = useNamesOfRows();
  return (
    <Alert color="orange" data-testid="bulk-failed">
      <Text size="sm" fw={600}>
        {t("bulk.failed", { count: results.length })}
      </Text>
      <List size="sm">
        {results.slice(0, 20).map((each) => (
          <List.Item key={each.id}>
            {nameOf(each.id)}: {each.detail}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}

/** Names of conversations from the lists that are loaded. */
function useNamesOfRows(): (id: Id) => string {
  const client = useQueryClient();
  const nameOf = useContactName();
  return (id) => {
    for (const [, rows] of client.getQueriesData<Rows>({ queryKey: keys.lists })) {
      const row = rows?.pages.flatMap((page) => page.items).find((each) => each.conversation.id === id);
      if (row) return nameOf(row.contact, row.conversation.channel);
    }
    return "";
  };
}
