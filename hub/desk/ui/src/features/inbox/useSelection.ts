import { useCallback, useMemo, useState } from "react";
import type { Id } from "../../api/types";

/** Which conversations are picked to be changed together. */
export function useSelection() {
  const [on, setOn] = useState(false);
  const [ids, setIds] = useState<ReadonlySet<Id>>(new Set());
  const toggle = useCallback((id: Id) => {
    setOn(true);
    setIds((old) => {
      const next = new Set(old);
      if (!next.delete(id)) next.add(id);
      return next;
    });
  }, []);
  const pick = useCallback((all: Id[]) => setIds(new Set(all)), []);
  const end = useCallback(() => {
    setOn(false);
    setIds(new Set());
  }, []);
  return useMemo(() => ({ on, ids, toggle, pick, end, begin: () => setOn(true) }), [on, ids, toggle, pick, end]);
}

export type Selection = ReturnType<typeof useSelection>;
