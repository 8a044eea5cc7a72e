/** Cache keys in one place, so that live changes find what they are to change. */
import type { Id, ListName } from "./types";

export interface Filters {
  q?: string;
  channel?: string;
  queue?: string;
  agent?: string;
  state?: string;
  tag?: string;
  entry_point?: string;
}

export type Scope = "conversation" | "contact";

export const keys = {
  session: ["session"] as const,
  setup: ["setup"] as const,
  directory: ["directory"] as const,
  offers: ["offers"] as const,
  lists: ["list"] as const,
  list: (name: ListName, filters: Filters) => ["list", name, filters] as const,
  conversations: ["conversation"] as const,
  conversation: (id: Id) => ["conversation", id] as const,
  timelines: (id: Id) => ["timeline", id] as const,
  timeline: (id: Id, scope: Scope) => ["timeline", id, scope] as const,
  contacts: (q: string) => ["contacts", q] as const,
  contact: (id: Id) => ["contact", id] as const,
  explain: (item: Id) => ["explain", item] as const,
  decisions: (item: Id) => ["decisions", item] as const,
  live: ["live"] as const,
  waiting: ["live", "waiting"] as const,
  liveCalls: ["live", "calls"] as const,
  articles: ["articles"] as const,
  articleList: (filters: object) => ["articles", "list", filters] as const,
  article: (id: Id) => ["articles", "one", id] as const,
  articleCounts: ["articles", "counts"] as const,
  toDo: ["articles", "to-do"] as const,
  revisions: (id: Id) => ["articles", "revisions", id] as const,
  articleHistory: (id: Id) => ["articles", "history", id] as const,
  articleComments: (id: Id) => ["articles", "comments", id] as const,
  translations: (id: Id) => ["articles", "translations", id] as const,
  answers: (filters: object) => ["articles", "answers", filters] as const,
  policy: ["settings", "knowledge-policy"] as const,
  bots: ["bots"] as const,
  calls: ["calls"] as const,
  call: (ref: Id) => ["calls", "one", ref] as const,
  callHistory: (conversation: Id) => ["calls", "of", conversation] as const,
  settings: (kind: string) => ["settings", kind] as const,
  deliveries: (webhook: Id) => ["deliveries", webhook] as const,
  audit: ["audit"] as const,
};
