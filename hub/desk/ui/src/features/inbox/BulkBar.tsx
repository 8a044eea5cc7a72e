import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useList } from "../../api/conversations";
import { useT } from "../../i18n";
import { BulkDialog } from "./BulkDialog";
import classes from "./Inbox.module.css";
import { useInboxRoute } from "./useInboxRoute";
import type { Selection } from "./useSelection";

/** As many as the hub changes at a time. */
const MOST = 200;

/** What is picked, and what to do with it. */
export function BulkBar({ selection }: { selection: Selection }) {
  const t = useT();
  const route = useInboxRoute();
  const { data } = useList(route.list, route.filters);
  const [changing, setChanging] = useState(false);
  const loaded = data?.pages.flatMap((page) => page.items.map((row) => row.conversation.id)) ?? [];
  const count = selection.ids.size;
  return (
    <div className={classes.bulk} role="toolbar" aria-label={t("bulk.label")} data-testid="bulk-bar">
      <Text size="xs" fw={600} role="status">
        {t("bulk.count", { count })}
      </Text>
      <Group gap={6}>
        <Button size="compact-xs" variant="default" onClick={() => selection.pick(loaded.slice(0, MOST))} data-testid="bulk-all">
          {t("bulk.all")}
        </Button>
        <Button size="compact-xs" disabled={count === 0 || count > MOST} onClick={() => setChanging(true)} data-testid="bulk-change">
          {t("bulk.change")}
        </Button>
        <Button size="compact-xs" variant="subtle" onClick={selection.end}>
          {t("bulk.end")}
        </Button>
      </Group>
      <BulkDialog opened={changing} onClose={() => setChanging(false)} selection={selection} />
    </div>
  );
}
