import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { type Definition, type Flow, useFlowCheck, useRenderFlow, useSaveFlow } from "../../api/flows";

const PAUSE_MS = 350;

/** A flow's text while it is edited. The text is what counts: the diagram is drawn from it and written into it. */
export function useFlowText(flow: Flow) {
  const [text, setText] = useState(flow.text);
  const [read, setRead] = useState(flow.rev);
  const [settled] = useDebouncedValue(text, PAUSE_MS);
  const check = useFlowCheck(flow.id, settled);
  const render = useRenderFlow();
  const save = useSaveFlow(flow.id);
  const changed = text !== flow.text;

  // What somebody else saved is shown at once, unless there is work of one's own to lose.
  useEffect(() => {
    if (flow.rev !== read && !changed) setText(flow.text);
    if (!changed) setRead(flow.rev);
  }, [flow.rev, flow.text, read, changed]);

  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [changed]);

  return {
    text,
    setText,
    changed,
    problems: check.data?.problems ?? [],
    picture: check.data?.picture ?? null,
    definition: (check.data?.definition ?? null) as Definition | null,
    checking: check.isFetching || settled !== text,
    saving: save.isPending,
    save: (then?: (saved: Flow) => void) =>
      save.mutate(
        { text, rev: read },
        {
          onSuccess: (saved) => {
            setRead(saved.rev);
            setText(saved.text);
            then?.(saved);
          },
        },
      ),
    /** Take over the diagram's values as the text. */
    write: (definition: Definition) => render.mutate(definition, { onSuccess: setText }),
  };
}

export type FlowText = ReturnType<typeof useFlowText>;
