import { useState } from "react";
import type { Citation } from "../../api/types";

/** The articles whose words were put into a reply; its record says that the customer got them. */
export function useCited() {
  const [cited, setCited] = useState<Citation[]>([]);
  return {
    /** What to send with this text: nothing is cited by an emptied reply. */
    all: (text: string) => (text.trim() ? cited : []),
    add: (citations: Citation[]) =>
      setCited((old) => [...old.filter((one) => !citations.some((new_) => new_.article === one.article)), ...citations]),
    clear: () => setCited([]),
  };
}
