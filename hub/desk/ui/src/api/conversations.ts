/** Lists, conversations and their timelines. */
import { type InfiniteData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "./client";
import { type Filters, keys, type Scope } from "./keys";
import { keepMails } from "./mail";
import type { BulkResult, Conversation, ConversationView, Id, ListName, Merge, RowPage, TimelinePage, WorkItem } from "./types";

export type Rows = InfiniteData<RowPage>;
export type Timeline = InfiniteData<TimelinePage>;

/** The first page is there at once; whoever scrolls on is spared waiting often. */
export const LIST_PAGE = 50;
const LATER_PAGES = 200;

export const fetchList = (name: ListName, filters: Filters, before: number | null) =>
  api<RowPage>("GET", withQuery("/conversations", { list: name, ...filters, before, limit: before === null ? LIST_PAGE : LATER_PAGES }));

export function useList(name: ListName, filters: Filters, enabled = true) {
  return useInfiniteQuery({
    queryKey: keys.list(name, filters),
    queryFn: ({ pageParam }) => fetchList(name, filters, pageParam),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (previous) => previous,
    // The live socket keeps loaded rows current; reading hundreds of pages again would help nobody.
    staleTime: Infinity,
    enabled,
  });
}

export function useConversation(id: Id, enabled = true) {
  return useQuery({
    queryKey: keys.conversation(id),
    queryFn: () => api<ConversationView>("GET", `/conversations/${id}`),
    enabled,
    staleTime: 5_000,
  });
}

export function useTimeline(id: Id, scope: Scope) {
  const client = useQueryClient();
  return useInfiniteQuery({
    queryKey: keys.timeline(id, scope),
    queryFn: async ({ pageParam }) => {
      const page = await api<TimelinePage>("GET", withQuery(`/conversations/${id}/timeline`, { before: pageParam, limit: 50, scope }));
      keepMails(client, page);
      return page;
    },
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    // The live socket keeps a loaded timeline current.
    staleTime: 5_000,
  });
}

export const markRead = (id: Id, seq: number) => api<unknown>("POST", `/conversations/${id}/read`, { seq });

type ConversationChange = Partial<Pick<Conversation, "subject" | "tags" | "language">>;

export function useEditConversation(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: ConversationChange) => api<unknown>("PATCH", `/conversations/${id}`, change),
    onSettled: () => client.invalidateQueries({ queryKey: keys.conversation(id) }),
  });
}

export function useTake(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => api<WorkItem>("POST", `/conversations/${id}/take`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.conversation(id) }),
  });
}

export function useMergeConversation(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (into: Id) => api<Merge>("POST", `/conversations/${id}/merge`, { into }),
    onSuccess: () => refreshAll(client),
  });
}

/** Begin a conversation of its own with a message and what follows it. */
export function useSplit(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (message: Id) => api<Conversation>("POST", `/conversations/${id}/split`, { message }),
    onSuccess: () => refreshAll(client),
  });
}

export interface BulkChange {
  add_tags: string[];
  remove_tags: string[];
  queue: Id | null;
  agent: Id | null;
  priority: number | null;
}

/** Change many conversations; each says for itself whether it could be done. */
export function useBulk() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (change: BulkChange & { ids: Id[] }) => api<BulkResult[]>("POST", "/conversations/bulk", change),
    onSuccess: () => refreshAll(client),
    meta: { quiet: true },
  });
}

export function useUndoMerge() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: Id) => api<unknown>("POST", `/merges/${id}/undo`),
    onSuccess: () => refreshAll(client),
  });
}

function refreshAll(client: ReturnType<typeof useQueryClient>) {
  void client.resetQueries({ queryKey: keys.lists });
  for (const queryKey of [keys.conversations, ["timeline"], ["contact"]]) void client.invalidateQueries({ queryKey });
}
