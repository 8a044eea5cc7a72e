import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";

const PAUSE_MS = 400;

/** What is being typed into a field: it counts after a pause, when the field is left, or when the form goes. */
export function useTyped(value: string, take: (typed: string) => void) {
  const [typed, setTyped] = useState<string | null>(null);
  const later = useDebouncedCallback((text: string) => text !== value && take(text), { delay: PAUSE_MS, flushOnUnmount: true });
  return {
    value: typed ?? value,
    onType: (text: string) => {
      setTyped(text);
      later(text);
    },
    onBlur: () => {
      later.flush();
      setTyped(null);
    },
  };
}
