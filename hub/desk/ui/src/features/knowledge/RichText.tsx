import "@mantine/tiptap/styles.css";
import { Alert, TextInput } from "@mantine/core";
import { RichTextEditor } from "@mantine/tiptap";
import { useEditor } from "@tiptap/react";
import { useEffect, useRef, useState } from "react";
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
  const [placed, setPlaced] = useState(""); // the picture that was put in last
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

  /** Put a picture in and ask at once what it shows. */
  function place(src: string, alt: string) {
    if (!editor) return;
    editor.chain().focus().setImage({ src, alt }).run();
    let at = -1;
    editor.state.doc.descendants((node, position) => {
      if (node.attrs["src"] === src) at = position;
    });
    if (at < 0) return;
    setPlaced(src);
    editor.commands.setNodeSelection(at);
  }

  /** Changing a node unselects it, and with the selection this field would go. */
  function describe(alt: string) {
    const at = editor?.state.selection.from;
    if (editor && at !== undefined) editor.chain().updateAttributes("image", { alt }).setNodeSelection(at).run();
  }

  /** Go on writing after the picture. */
  function goOn() {
    if (!editor) return;
    editor.commands.setTextSelection(editor.state.selection.to);
    editor.view.focus(); // at once, for whoever types on
  }

  function insert(files: File[]): boolean {
    for (const file of files) {
      uploadPicture(file)
        .then((src) => place(src, nameOf(file)))
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
            key={String(editor.getAttributes("image").src)}
            autoFocus={editor.getAttributes("image").src === placed}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
              event.preventDefault();
              goOn();
            }}
            label={t("rich.alt")}
            description={t("rich.altHint")}
            value={String(editor.getAttributes("image").alt ?? "")}
            onChange={(event) => describe(event.currentTarget.value)}
          />
        </Alert>
      )}
      <RichTextEditor.Content />
    </RichTextEditor>
  );
}
