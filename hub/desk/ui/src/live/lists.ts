/** Pure rules: which rows a list has, and how a change alters the rows already loaded. */
import type { Rows } from "../api/conversations";
import type { Filters } from "../api/keys";
import type { Conversation, Id, ListName, Row, RowPage, WorkItem } from "../api/types";

/** Whether a row we know still belongs to a list; what cannot be judged here counts as yes. */
export function belongs(row: Row, name: ListName, filters: Filters, me: Id): boolean {
  const { conversation } = row;
  if (conversation.state === "merged") return false;
  if (filters.channel && conversation.channel !== filters.channel) return false;
  if (filters.queue && conversation.queue !== filters.queue) return false;
  if (filters.agent && conversation.agent !== filters.agent) return false;
  if (filters.entry_point && conversation.entry_point !== filters.entry_point) return false;
  if (filters.tag && !conversation.tags.includes(filters.tag)) return false;
  if (filters.state && conversation.state !== filters.state) return false;
  const state = conversation.work_state;
  switch (name) {
    case "mine":
      return conversation.agent === me && state !== "completed";
    case "waiting":
      return state === "queued" || state === "offered";
    case "parked":
      return state === "parked";
    case "team":
    case "all":
      return true;
  }
}

/** Change rows wherever they are loaded; `alter` returns null to drop a row. */
export function alterRows(rows: Rows, alter: (row: Row) => Row | null): Rows {
  let changed = false;
  const pages = rows.pages.map((page) => {
    const items: Row[] = [];
    let same = true;
    for (const row of page.items) {
      const next = alter(row);
      if (next !== row) same = false;
      if (next) items.push(next);
    }
    if (same) return page;
    changed = true;
    return { ...page, items };
  });
  return changed ? { ...rows, pages } : rows;
}

/** Put a freshly read first page over what is loaded, without reading the pages below again. */
export function mergeHead(rows: Rows, head: RowPage): Rows {
  if (rows.pages.length <= 1) return { ...rows, pages: [head] };
  const ids = new Set(head.items.map((row) => row.conversation.id));
  const below = rows.pages.map((page) => ({
    ...page,
    items: page.items.filter((row) => !ids.has(row.conversation.id)),
  }));
  const [first, ...rest] = below;
  return { ...rows, pages: [{ items: [...head.items, ...(first?.items ?? [])], next: first?.next ?? null }, ...rest] };
}

const newer = <T extends { rev: number }>(record: T, known: T | null | undefined) => !known || record.rev >= known.rev;

export function withConversation<T extends Pick<Row, "conversation">>(row: T, conversation: Conversation): T {
  return newer(conversation, row.conversation) ? { ...row, conversation } : row;
}

export function withWorkItem<T extends Pick<Row, "work_item">>(row: T, item: WorkItem): T {
  if (row.work_item && row.work_item.id !== item.id && row.work_item.arrived_at > item.arrived_at) return row;
  const known = row.work_item?.id === item.id ? row.work_item : null;
  return newer(item, known) ? { ...row, work_item: item } : row;
}
