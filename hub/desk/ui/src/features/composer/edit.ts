/** Changing text in a field the way a person would: undo works, the caret lands where it should. */

export function replaceRange(
  field: HTMLTextAreaElement,
  start: number,
  end: number,
  value: string,
  changed: (text: string) => void,
) {
  field.focus();
  field.setSelectionRange(start, end);
  // The only way that keeps the browser's undo; deprecated, yet in every browser and without successor.
  if (!document.execCommand("insertText", false, value)) field.setRangeText(value, start, end, "end");
  changed(field.value);
}

export type Format = "bold" | "italic" | "code" | "link" | "list";

const around: Record<"bold" | "italic" | "code", string> = { bold: "**", italic: "_", code: "`" };

/** Put Markdown marks around or before the selection. */
export function format(field: HTMLTextAreaElement, wanted: Format, changed: (text: string) => void) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  if (wanted === "list") {
    const from = value.lastIndexOf("\n", start - 1) + 1;
    const lines = value.slice(from, end).split("\n");
    replaceRange(field, from, end, lines.map((line) => `- ${line}`).join("\n"), changed);
  } else if (wanted === "link") {
    replaceRange(field, start, end, `[${chosen}](https://)`, changed);
    const address = start + chosen.length + 3;
    field.setSelectionRange(address, address + "https://".length);
  } else {
    const mark = around[wanted];
    replaceRange(field, start, end, mark + chosen + mark, changed);
    field.setSelectionRange(start + mark.length, end + mark.length);
  }
}
