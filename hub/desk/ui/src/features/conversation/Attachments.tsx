import { Anchor, Group, Text } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { fileUrl } from "../../api/client";
import type { Attachment } from "../../api/types";
import { bytes } from "../../lib/time";
import classes from "./Conversation.module.css";

const SHOWN = new Set(["image/png", "image/jpeg", "image/gif", "image/webp"]);

/** Files of a message: pictures as pictures, all as downloads. */
export function Attachments({ files }: { files: Attachment[] }) {
  return files.map((file) => (
    <div key={file.file} className={classes.file}>
      {SHOWN.has(file.type) && (
        <a href={fileUrl(file.file)} target="_blank" rel="noreferrer" className={classes.pictureLink}>
          <img src={fileUrl(file.file)} alt={file.name} loading="lazy" className={classes.picture} />
        </a>
      )}
      <Anchor href={fileUrl(file.file)} download={file.name} size="sm">
        <Group gap={4} wrap="nowrap">
          <IconPaperclip size={14} aria-hidden="true" />
          {file.name}
          <Text span size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
            {bytes(file.size)}
          </Text>
        </Group>
      </Anchor>
    </div>
  ));
}
