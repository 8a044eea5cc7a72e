import { Button, Group, Stack, Text } from "@mantine/core";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useUndoMerge } from "../../api/conversations";
import { useNames } from "../../api/directory";
import type { Merge } from "../../api/types";
import { When } from "../../components/marks";
import { codeText, useT } from "../../i18n";

/** What was merged into this, with undo. */
export function Merges({ merges }: { merges: Merge[] }) {
  const t = useT();
  const names = useNames();
  const undo = useUndoMerge();
  return (
    <Stack gap="xs">
      {merges
        .filter((merge) => !merge.undone_at)
        .map((merge) => (
          <Group key={merge.id} gap="xs" wrap="nowrap" justify="space-between">
            <Text size="xs">
              {codeText(t, "merge.of", merge.kind, { name: names.staff(merge.by) })} · <When at={merge.at} />
            </Text>
            <Button
              variant="default"
              size="compact-xs"
              leftSection={<IconArrowBackUp size={14} />}
              loading={undo.isPending}
              onClick={() => undo.mutate(merge.id)}
            >
              {t("merge.undo")}
            </Button>
          </Group>
        ))}
    </Stack>
  );
}
