import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, defaultHighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Diagnostic, lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";
import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import type { FlowProblem } from "../../api/flows";
import { useT } from "../../i18n";
import classes from "./Flows.module.css";

interface Props {
  text: string;
  problems: FlowProblem[];
  onChange: (text: string) => void;
  readOnly: boolean;
}

/** A flow's text with line numbers; what is wrong is marked where it stands. Escape, then Tab leaves it. */
export default function FlowSource({ text, problems, onChange, readOnly }: Props) {
  const t = useT();
  const dark = useComputedColorScheme("light") === "dark";
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  const label = t("flows.text");

  useEffect(() => {
    if (!place.current) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          lintGutter(),
          history(),
          drawSelection(),
          highlightActiveLine(),
          bracketMatching(),
          syntaxHighlighting(defaultHighlightStyle),
          yaml(),
          keymap.of([...defaultKeymap, ...historyKeymap, indentWithTab]),
          EditorView.lineWrapping,
          EditorView.theme({ "&": { backgroundColor: "var(--mantine-color-body)" } }, { dark }),
          EditorView.contentAttributes.of({ "aria-label": label, "data-testid": "flow-text" }),
          EditorState.readOnly.of(readOnly),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current(update.state.doc.toString());
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
    if (!editor || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  useEffect(() => {
    const editor = view.current;
    if (!editor) return;
    const { doc } = editor.state;
    const found = problems.map(({ line, column, message, warning }): Diagnostic => {
      const { from, to } = doc.line(Math.min(Math.max(line, 1), doc.lines));
      const start = Math.min(from + column - 1, to);
      return { from: start, to: Math.max(start, to), message, severity: warning ? "warning" : "error" };
    });
    editor.dispatch(setDiagnostics(editor.state, found));
  }, [problems]);

  return <div className={classes.text} ref={place} />;
}
