import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
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
  // Changes of the diagram count at once: the next one builds on them, not on what the hub has read so far.
  const [ahead, setAhead] = useState<Definition | null>(null);
  const writes = useRef(0);
  const changed = text !== flow.text;

  // What somebody else saved is shown at once, unless there is work of one's own to lose.
  useEffect(() => {
    if (flow.rev !== read && !changed) setText(flow.text);
    if (!changed) setRead(flow.rev);
  }, [flow.rev, flow.text, read, changed]);

  const isRead = settled === text && check.isSuccess && !check.isPlaceholderData && !render.isPending;
  useEffect(() => {
    if (isRead) setAhead(null);
  }, [isRead]);

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
    definition: ahead ?? ((check.data?.definition ?? null) as Definition | null),
    checking: !isRead,
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
    write: (definition: Definition) => {
      const write = ++writes.current;
      setAhead(definition);
      render.mutateAsync(definition).then(
        (rendered) => write === writes.current && setText(rendered),
        () => write === writes.current && setAhead(null),
      );
    },
  };
}

export type FlowText = ReturnType<typeof useFlowText>;
