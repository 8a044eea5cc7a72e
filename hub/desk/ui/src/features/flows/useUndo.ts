import { useCallback, useState } from "react";

const MOST = 200;
/** Letters typed within this time are undone together. */
const TOGETHER_MS = 1000;

interface Written {
  text: string;
  past: string[];
  future: string[];
  /** When it was typed last; 0: it was not typed. */
  typed: number;
}

export const fresh = (text: string): Written => ({ text, past: [], future: [], typed: 0 });

/** The text after a change, with the way back to what it was. */
export function changed(now: Written, text: string, typed = 0): Written {
  if (text === now.text) return now;
  const together = typed > 0 && now.typed > 0 && typed - now.typed < TOGETHER_MS;
  const past = together ? now.past : [...now.past, now.text].slice(-MOST);
  return { text, past, future: [], typed };
}

export function undone(now: Written): Written {
  const text = now.past.at(-1);
  return text === undefined ? now : { text, past: now.past.slice(0, -1), future: [now.text, ...now.future], typed: 0 };
}

export function redone(now: Written): Written {
  const [text, ...future] = now.future;
  return text === undefined ? now : { text, past: [...now.past, now.text], future, typed: 0 };
}

/** A text with every change to it, to be undone and done again. */
export function useUndo(first: string) {
  const [now, setNow] = useState(() => fresh(first));
  return {
    text: now.text,
    /** Whether the last change was a letter typed, so that more may follow at once. */
    isTyped: now.typed > 0,
    change: useCallback((next: (text: string) => string) => setNow((last) => changed(last, next(last.text))), []),
    type: useCallback((text: string) => {
      const at = performance.now();
      setNow((last) => changed(last, text, at));
    }, []),
    undo: now.past.length > 0 ? () => setNow(undone) : undefined,
    redo: now.future.length > 0 ? () => setNow(redone) : undefined,
  };
}
