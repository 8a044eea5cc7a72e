import { ActionIcon, FileButton, Group, Tooltip } from "@mantine/core";
import {
  IconBold,
  IconBook,
  IconCode,
  IconEye,
  IconItalic,
  IconLink,
  IconList,
  IconPaperclip,
  type IconProps,
} from "@tabler/icons-react";
import type { ComponentType, RefObject } from "react";
import { useT } from "../../i18n";
import { type Format, format } from "./edit";

const formats: { name: Format; icon: ComponentType<IconProps> }[] = [
  { name: "bold", icon: IconBold },
  { name: "italic", icon: IconItalic },
  { name: "list", icon: IconList },
  { name: "link", icon: IconLink },
  { name: "code", icon: IconCode },
];

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  onChange: (text: string) => void;
  onFiles: (files: File[]) => void;
  panel: string | null;
  onPanel: (name: "preview" | "knowledge") => void;
  note: boolean;
  /** Without formatting, as SMS are. */
  plain: boolean;
}

export function Toolbar({ field, onChange, onFiles, panel, onPanel, note, plain }: Props) {
  const t = useT();
  return (
    <Group gap={2} wrap="nowrap" role="toolbar" aria-label={t("toolbar.label")}>
      {(plain ? [] : formats).map(({ name, icon: Icon }) => (
        <Tooltip key={name} label={t(`toolbar.${name}`)}>
          <ActionIcon
            aria-label={t(`toolbar.${name}`)}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => field.current && format(field.current, name, onChange)}
          >
            <Icon size={16} />
          </ActionIcon>
        </Tooltip>
      ))}
      {!note && (
        <FileButton multiple onChange={onFiles} inputProps={{ "aria-label": t("toolbar.file") }}>
          {(props) => (
            <Tooltip label={t("toolbar.file")}>
              <ActionIcon {...props} aria-label={t("toolbar.file")} data-testid="attach">
                <IconPaperclip size={16} />
              </ActionIcon>
            </Tooltip>
          )}
        </FileButton>
      )}
      <Tooltip label={t("composer.knowledge")}>
        <ActionIcon aria-label={t("composer.knowledge")} aria-pressed={panel === "knowledge"} onClick={() => onPanel("knowledge")}>
          <IconBook size={16} />
        </ActionIcon>
      </Tooltip>
      {!plain && (
        <Tooltip label={t("toolbar.preview")}>
          <ActionIcon aria-label={t("toolbar.preview")} aria-pressed={panel === "preview"} onClick={() => onPanel("preview")}>
            <IconEye size={16} />
          </ActionIcon>
        </Tooltip>
      )}
    </Group>
  );
}
