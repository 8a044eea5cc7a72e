import { useState } from "react";
import { upload, withQuery } from "../../api/client";
import type { Attachment, Id, StoredFile } from "../../api/types";
import { faultText, showFault } from "../../components/faults";
import { useT } from "../../i18n";
import { ulid } from "../../lib/ulid";

export interface Uploading {
  key: string;
  name: string;
  size: number;
  stored: StoredFile | null;
}

/** Files to go with the next reply; each is uploaded at once. */
export function useFiles(conversation: Id) {
  const t = useT();
  const [items, setItems] = useState<Uploading[]>([]);
  const remove = (key: string) => setItems((old) => old.filter((each) => each.key !== key));

  async function one(file: File) {
    const key = ulid();
    setItems((old) => [...old, { key, name: file.name, size: file.size, stored: null }]);
    try {
      const stored = await upload<StoredFile>(withQuery("/files", { conversation }), file);
      setItems((old) => old.map((each) => (each.key === key ? { ...each, stored } : each)));
    } catch (fault) {
      remove(key);
      showFault(t("files.failed", { name: file.name, detail: faultText(fault as Error, t) }));
    }
  }

  const ready: Attachment[] = items.flatMap(({ stored }) =>
    stored ? [{ file: stored.id, name: stored.name, type: stored.type, size: stored.size }] : [],
  );
  return {
    items,
    ready,
    busy: items.some((each) => !each.stored),
    add: (files: File[]) => files.forEach((file) => void one(file)),
    remove,
    clear: () => setItems([]),
  };
}

export type Files = ReturnType<typeof useFiles>;
