import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useMemo, useState } from "react";
import { type Definition, type Flow, useFlowCheck, useSaveFlow } from "../../api/flows";
import { patched } from "./patch";
import { useUndo } from "./useUndo";
import { definitionOf } from "./yamlText";

const PAUSE_MS = 300;

/** A flow's text while it is edited. The text is what counts: the diagram is drawn from it and written into it. */
export function useFlowText(flow: Flow) {
  const written = useUndo(flow.text);
  const { text, isTyped, change, type } = written;
  const [read, setRead] = useState({ rev: flow.rev, text: flow.text });
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const source = isTyped ? settled : text;
  const check = useFlowCheck(flow.id, source);
  const definition = useMemo(() => definitionOf(source), [source]);
  const save = useSaveFlow(flow.id);
  const isChanged = text !== flow.text;
  const isOvertaken = isChanged && flow.rev !== read.rev && flow.text !== read.text;

  // What somebody else saved is shown at once, unless there is work of one's own to lose.
  useEffect(() => {
    if (flow.rev === read.rev || isOvertaken) return;
    if (flow.text !== read.text) change(() => flow.text);
    setRead({ rev: flow.rev, text: flow.text });
  }, [flow.rev, flow.text, read, isOvertaken, change]);

  return {
    text,
    /** Take over what was typed into the text. */
    type,
    /** Take over a whole text. */
    take: (whole: string) => change(() => whole),
    undo: written.undo,
    redo: written.redo,
    isChanged,
    /** Somebody else saved another text since this one was read. */
    isOvertaken,
    /** Leave what was written here for what was saved meanwhile. */
    takeTheirs: () => {
      change(() => flow.text);
      setRead({ rev: flow.rev, text: flow.text });
    },
    /** Go on with this text; it will be saved over theirs. */
    keepMine: () => setRead({ rev: flow.rev, text: flow.text }),
    problems: check.data?.problems ?? [],
    picture: check.data?.picture ?? null,
    definition,
    checking: source !== text || !check.isSuccess || check.isPlaceholderData,
    saving: save.isPending,
    save: () =>
      save.mutate({ text, rev: read.rev }, { onSuccess: (saved) => setRead({ rev: saved.rev, text: saved.text }) }),
    /** Change the plain values; what they do not concern stays in the text as it was. */
    write: (next: (definition: Definition) => Definition) =>
      change((present) => {
        const values = definitionOf(present);
        return values ? patched(present, next(values)) : present;
      }),
  };
}

export type FlowText = ReturnType<typeof useFlowText>;
