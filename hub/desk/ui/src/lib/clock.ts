/** The hub's time: count-downs must not depend on the reader's clock being right. */
import { useSyncExternalStore } from "react";

let offset = 0;

/** Learn how far our clock is off from the `Date` header of an answer (which has whole seconds). */
export function observeServerTime(header: string | null) {
  const server = header ? Date.parse(header) : Number.NaN;
  if (Number.isNaN(server)) return;
  const difference = server + 500 - Date.now();
  offset = Math.abs(difference) > 2000 ? difference : 0;
}

/** The hub's time in milliseconds. */
export const now = () => Date.now() + offset;

const listeners = new Set<() => void>();
let second = Math.floor(now() / 1000);
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= setInterval(() => {
    second = Math.floor(now() / 1000);
    for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The hub's time in seconds, ticking; one timer serves the whole page. */
export const useSecond = () => useSyncExternalStore(subscribe, () => second);
