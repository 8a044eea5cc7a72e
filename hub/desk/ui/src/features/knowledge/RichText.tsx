import "@mantine/tiptap/styles.css";
import { Alert, TextInput } from "@mantine/core";
import { RichTextEditor } from "@mantine/tiptap";
import { useEditor } from "@tiptap/react";
import { useEffect, useRef } from "react";
import { uploadPicture } from "../../api/knowledge";
import { faultText, showFault } from "../../components/faults";
import { useI18n } from "../../i18n";
import { extensions } from "./extensions";
import classes from "./Knowledge.module.css";
import { RichToolbar } from "./RichToolbar";

interface Props {
  labelledBy: string;
  value: string;
  onChange: (markdown: string) => void;
  readOnly: boolean;
}

const pictures = (files: FileList | null | undefined) =>
  [...(files ?? [])].filter((file) => file.type.startsWith("image/"));

/** Words for a picture that nobody described yet. */
const nameOf = (file: File) => file.name.replace(/\.\w+$/, "").replace(/[_-]+/g, " ");

/**
 * The text as customers will see it; what goes in and out is Markdown. `value` is what it begins with:
 * a text from elsewhere needs a new editor, as what is typed is always ahead of what React knows.
 */
export default function RichText({ labelledBy, value, onChange, readOnly }: Props) {
  const { t, latest } = useI18n();
  const report = useRef(onChange);
  report.current = onChange;

  const editor = useEditor({
    extensions,
    content: value,
    contentType: "markdown",
    editable: !readOnly,
    shouldRerenderOnTransaction: true,
    editorProps: {
      attributes: {
        role: "textbox",
        "aria-multiline": "true",
        "aria-labelledby": labelledBy,
        "aria-readonly": String(readOnly),
        "data-testid": "rich-body",
      },
      handlePaste: (_view, event) => insert(pictures(event.clipboardData?.files)),
      handleDrop: (_view, event) => insert(pictures((event as DragEvent).dataTransfer?.files)),
    },
    onUpdate: ({ editor: changed }) => report.current(changed.getMarkdown()),
  });

  function insert(files: File[]): boolean {
    for (const file of files) {
      uploadPicture(file)
        .then((src) => editor?.chain().focus().setImage({ src, alt: nameOf(file) }).run())
        .catch((fault: Error) => showFault(faultText(fault, latest())));
    }
    return files.length > 0;
  }

  useEffect(() => editor?.setEditable(!readOnly, false), [editor, readOnly]);

  if (!editor) return null;
  return (
    <RichTextEditor editor={editor} classNames={{ content: classes.rich }}>
      {!readOnly && <RichToolbar editor={editor} onPictures={insert} />}
      {!readOnly && editor.isActive("image") && (
        <Alert color="blue" m="xs" p="xs">
          <TextInput
            size="xs"
            label={t("rich.alt")}
            description={t("rich.altHint")}
            value={String(editor.getAttributes("image").alt ?? "")}
            onChange={(event) => editor.commands.updateAttributes("image", { alt: event.currentTarget.value })}
          />
        </Alert>
      )}
      <RichTextEditor.Content />
    </RichTextEditor>
  );
}
