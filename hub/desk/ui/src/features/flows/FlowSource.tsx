import { autocompletion, type CompletionContext, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, lintKeymap, setDiagnostics } from "@codemirror/lint";
import { Annotation, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { Text, useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { FlowProblem, StepKind } from "../../api/flows";
import { useT } from "../../i18n";
import { offersAt } from "./completion";
import classes from "./Flows.module.css";
import { keyText, kindText, problemText } from "./words";

interface Props {
  text: string;
  kinds: StepKind[];
  problems: FlowProblem[];
  /** The line to go to; a new object goes there again. */
  line: { number: number } | null;
  onChange: (text: string) => void;
  /** The cursor came to another line. */
  onLine: (number: number) => void;
  readOnly: boolean;
}

// In the theme's own colours, which suit light and dark.
const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: [tags.definition(tags.propertyName), tags.propertyName], color: "light-dark(var(--mantine-color-ink-8), var(--mantine-color-ink-3))" },
    { tag: [tags.string, tags.content], color: "var(--mantine-color-text)" },
    { tag: tags.comment, color: "var(--mantine-color-dimmed)", fontStyle: "italic" },
    { tag: [tags.punctuation, tags.separator, tags.squareBracket, tags.brace], color: "var(--mantine-color-dimmed)" },
  ]),
);

/** A change that came from the diagram or from undoing, and is known there already. */
const fromOutside = Annotation.define<boolean>();

/** The one stretch in which two texts differ, so that the cursor stays where it can. */
function difference(old: string, text: string) {
  let from = 0;
  while (from < old.length && from < text.length && old[from] === text[from]) from++;
  let end = 0;
  while (end < Math.min(old.length, text.length) - from && old[old.length - 1 - end] === text[text.length - 1 - end]) end++;
  return { from, to: old.length - end, insert: text.slice(from, text.length - end) };
}

/** A flow's text with line numbers; what is wrong is marked where it stands, and what may stand there is offered. */
export default function FlowSource({ text, kinds, problems, line, onChange, onLine, readOnly }: Props) {
  const t = useT();
  const dark = useComputedColorScheme("light") === "dark";
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const now = useRef({ onChange, onLine, kinds, t });
  now.current = { onChange, onLine, kinds, t };
  const label = t("flows.text");

  useEffect(() => {
    if (!place.current) return;
    const offers = (context: CompletionContext) => {
      const { kinds: known, t: said } = now.current;
      const schema = { kinds: known, kindText: (kind: string) => kindText(said, kind), keyText: (key: string) => keyText(said, key) };
      const found = offersAt(context.state.doc.toString(), context.pos, schema);
      return found && (context.explicit || found.from < context.pos) ? { ...found, validFor: /^[\w.]*$/ } : null;
    };
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          foldGutter(),
          lintGutter(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          highlightActiveLineGutter(),
          bracketMatching(),
          colours,
          yaml(),
          autocompletion({ override: [offers], icons: false }),
          keymap.of([...completionKeymap, ...lintKeymap, ...foldKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.lineWrapping,
          EditorView.theme({ "&": { backgroundColor: "var(--mantine-color-body)" } }, { dark }),
          EditorView.contentAttributes.of({ tabindex: "0", "aria-label": label, "aria-describedby": "flow-text-hint", "data-testid": "flow-text" }),
          EditorState.readOnly.of(readOnly),
          EditorView.updateListener.of((update) => {
            if (update.docChanged && update.transactions.some((each) => !each.annotation(fromOutside))) now.current.onChange(update.state.doc.toString());
            if (update.selectionSet && !update.docChanged) now.current.onLine(update.state.doc.lineAt(update.state.selection.main.head).number);
          }),
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
    // The text is followed by the effect below; making the editor anew would lose the cursor.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [readOnly, dark, label]);

  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== text) editor.dispatch({ changes: difference(editor.state.doc.toString(), text), annotations: fromOutside.of(true) });
  }, [text, readOnly, dark, label]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const { doc } = editor.state;
    const found = problems.map((problem): Diagnostic => {
      const { from, to } = doc.line(Math.min(Math.max(problem.line ?? 1, 1), doc.lines));
      const start = Math.min(from + (problem.column ?? 1) - 1, to);
      const message = problemText(t, problem);
      return { from: start, to: Math.max(start, to), message, severity: problem.warning ? "warning" : "error" };
    });
    editor.dispatch(setDiagnostics(editor.state, found));
  }, [problems, t, readOnly, dark, label]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || !line) return;
    const { from } = editor.state.doc.line(Math.min(Math.max(line.number, 1), editor.state.doc.lines));
    editor.dispatch({ selection: { anchor: from }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
    editor.focus();
  }, [line]);

  return (
    <>
      <div className={classes.text} ref={place} />
      <Text id="flow-text-hint" size="xs" c="dimmed" px="sm" py={4}>
        {t("flows.textHint")}
      </Text>
    </>
  );
}
