import { FileButton } from "@mantine/core";
import { RichTextEditor } from "@mantine/tiptap";
import {
  IconColumnInsertRight,
  IconColumnRemove,
  IconPhoto,
  IconRowInsertBottom,
  IconRowRemove,
  IconSeparatorHorizontal,
  IconSourceCode,
  IconTable,
  IconTableOff,
} from "@tabler/icons-react";
import type { Editor } from "@tiptap/react";
import type { ComponentType } from "react";
import { type Key, useT } from "../../i18n";

interface Props {
  editor: Editor;
  onPictures: (files: File[]) => void;
}

const TYPES = "image/png,image/jpeg,image/gif,image/webp";

/** Buttons for everything an article's text can have. */
export function RichToolbar({ editor, onPictures }: Props) {
  const t = useT();
  const name = (key: Key) => ({ "aria-label": t(key), title: t(key) });
  const command = (key: Key, Icon: ComponentType<{ size?: number }>, run: () => void) => (
    <RichTextEditor.Control key={key} onClick={run} {...name(key)}>
      <Icon size={16} />
    </RichTextEditor.Control>
  );
  const focus = () => editor.chain().focus();
  return (
    <RichTextEditor.Toolbar aria-label={t("rich.toolbar")} role="toolbar">
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.Bold {...name("rich.bold")} />
        <RichTextEditor.Italic {...name("rich.italic")} />
        <RichTextEditor.Strikethrough {...name("rich.strike")} />
        <RichTextEditor.Code {...name("rich.code")} />
        <RichTextEditor.Link {...name("rich.link")} />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.H2 {...name("rich.heading")} />
        <RichTextEditor.H3 {...name("rich.subheading")} />
        <RichTextEditor.BulletList {...name("rich.bullets")} />
        <RichTextEditor.OrderedList {...name("rich.numbers")} />
        <RichTextEditor.Blockquote {...name("rich.quote")} />
        <RichTextEditor.CodeBlock icon={() => <IconSourceCode size={16} />} {...name("rich.codeBlock")} />
        <RichTextEditor.Hr icon={() => <IconSeparatorHorizontal size={16} />} {...name("rich.line")} />
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <FileButton onChange={(file) => file && onPictures([file])} accept={TYPES}>
          {(props) => (
            <RichTextEditor.Control {...props} {...name("rich.picture")}>
              <IconPhoto size={16} />
            </RichTextEditor.Control>
          )}
        </FileButton>
        {command("rich.table", IconTable, () => focus().insertTable({ rows: 3, cols: 2, withHeaderRow: true }).run())}
        {editor.isActive("table") && [
          command("rich.addRow", IconRowInsertBottom, () => focus().addRowAfter().run()),
          command("rich.addColumn", IconColumnInsertRight, () => focus().addColumnAfter().run()),
          command("rich.removeRow", IconRowRemove, () => focus().deleteRow().run()),
          command("rich.removeColumn", IconColumnRemove, () => focus().deleteColumn().run()),
          command("rich.removeTable", IconTableOff, () => focus().deleteTable().run()),
        ]}
      </RichTextEditor.ControlsGroup>
      <RichTextEditor.ControlsGroup>
        <RichTextEditor.Undo {...name("rich.undo")} />
        <RichTextEditor.Redo {...name("rich.redo")} />
      </RichTextEditor.ControlsGroup>
    </RichTextEditor.Toolbar>
  );
}
