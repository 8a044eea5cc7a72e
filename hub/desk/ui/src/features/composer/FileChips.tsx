import { CloseButton, Group, Loader, Text } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { useT } from "../../i18n";
import { bytes } from "../../lib/time";
import classes from "./Composer.module.css";
import type { Files } from "./useFiles";

export function FileChips({ files }: { files: Files }) {
  const t = useT();
  return (
    <Group gap={6}>
      {files.items.map((file) => (
        <span key={file.key} className={classes.chip}>
          {file.stored ? <IconPaperclip size={14} aria-hidden="true" /> : <Loader size={12} />}
          <Text span size="xs" truncate maw={180}>
            {file.name}
          </Text>
          <Text span size="xs" c="dimmed">
            {bytes(file.size)}
          </Text>
          <CloseButton size="xs" aria-label={t("files.remove", { name: file.name })} onClick={() => files.remove(file.key)} />
        </span>
      ))}
    </Group>
  );
}
