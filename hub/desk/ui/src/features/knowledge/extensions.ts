/** What the rich text editor knows: exactly what our Markdown has, so that nothing is lost on the way. */
import { Link } from "@mantine/tiptap";
import type { Extensions, JSONContent, MarkdownRendererHelpers, RenderContext } from "@tiptap/core";
import { Image } from "@tiptap/extension-image";
import { TableKit } from "@tiptap/extension-table";
import { Markdown } from "@tiptap/markdown";
import { StarterKit } from "@tiptap/starter-kit";
import { Paragraph } from "@tiptap/extension-paragraph";

// At the start of a line these would make it a heading or a list (a quotation's mark is escaped already).
const MARKS = /^(#{1,6}(?=\s|$)|[-+](?=\s|$)|\d{1,9}[.)](?=\s|$))/gm;

/** Text that only looks like a mark stays text. */
export const escaped = (line: string) =>
  line.replace(MARKS, (mark) => (/^\d/.test(mark) ? `${mark.slice(0, -1)}\\${mark.slice(-1)}` : `\\${mark}`));

const Text = Paragraph.extend({
  renderMarkdown(node: JSONContent, helpers: MarkdownRendererHelpers, context: RenderContext) {
    return escaped(this.parent?.(node, helpers, context) ?? "");
  },
});

export const extensions: Extensions = [
  StarterKit.configure({ link: false, underline: false, paragraph: false }),
  Text,
  Link,
  Image.configure({ inline: true }),
  TableKit.configure({ table: { resizable: false } }),
  Markdown.configure({ indentation: { style: "space", size: 2 } }),
];
