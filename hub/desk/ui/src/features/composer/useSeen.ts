import { useCallback, useEffect, useRef } from "react";
import type { Id, Message } from "../../api/types";

/** How long a message must be on the screen before its reader can have taken it in. */
const TAKES_IN = 1_500;

/** Gives the newest message the author of a reply had seen: what arrived just now does not count. */
export function useSeen(messages: Message[], me: Id): () => number {
  const seen = useRef(0);
  const newest = messages.at(-1);
  const newestSeq = messages.reduce((highest, message) => Math.max(highest, message.seq), 0);
  const own = newest?.author.id === me;

  useEffect(() => {
    const first = seen.current === 0;
    const take = () => {
      if (document.visibilityState === "visible") seen.current = Math.max(seen.current, newestSeq);
    };
    if (first || own) {
      take();
      return;
    }
    const timer = setTimeout(take, TAKES_IN);
    document.addEventListener("visibilitychange", take);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", take);
    };
  }, [newestSeq, own]);

  return useCallback(() => seen.current, []);
}
