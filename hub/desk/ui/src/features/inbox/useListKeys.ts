import { useEffect, useState } from "react";
import type { Id, Row } from "../../api/types";
import { useT } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";

/** j and k move a mark through the list, Enter opens; gives the marked place. */
export function useListKeys(rows: Row[], opened: Id | undefined, open: (id: Id) => void, show: (place: number) => void) {
  const t = useT();
  const [marked, setMarked] = useState<Id | undefined>(opened);
  useEffect(() => setMarked(opened), [opened]);
  const found = rows.findIndex((row) => row.conversation.id === marked);

  const move = (by: number) => () => {
    const place = Math.min(rows.length - 1, Math.max(0, found < 0 ? 0 : found + by));
    setMarked(rows[place]?.conversation.id);
    show(place);
  };
  const group = "list";
  useCommand({ id: "next", group, label: t("keys.next"), keys: "j", hidden: true, run: move(1) });
  useCommand({ id: "previous", group, label: t("keys.previous"), keys: "k", hidden: true, run: move(-1) });
  useCommand(
    { id: "open", group, label: t("keys.open"), keys: "Enter", hidden: true, run: () => marked && open(marked) },
    found >= 0 && marked !== opened,
  );
  return found;
}
