/** The set-up: records of one kind each, saved whole. */
import { queryOptions, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { BotLimits } from "./bots";
import { api, withQuery } from "./client";
import { keys } from "./keys";
import type {
  ApiToken,
  AuditEntry,
  Calendar,
  CannedReply,
  Disposition,
  EntryPoint,
  Id,
  LoadReport,
  Mailbox,
  NewToken,
  Queue,
  Rule,
  SetupDocument,
  Skill,
  SmsRoute,
  Staff,
  Webhook,
  WebhookDelivery,
} from "./types";

/** Which record each kind has. */
export interface Kinds {
  staff: Staff;
  skills: Skill;
  queues: Queue;
  calendars: Calendar;
  "entry-points": EntryPoint;
  "canned-replies": CannedReply;
  dispositions: Disposition;
  mailboxes: Mailbox;
  "sms-routes": SmsRoute;
  rules: Rule;
  "bot-limits": BotLimits;
  webhooks: Webhook;
  tokens: ApiToken;
}

export type Kind = keyof Kinds;

/** What is sent of a record: all but the fields the hub gives itself. */
export type Draft<T> = Omit<T, "id" | "created_at" | "totp">;

const settingsOf = <K extends Kind>(kind: K) =>
  queryOptions({
    queryKey: keys.settings(kind),
    queryFn: () => api<Kinds[K][]>("GET", `/settings/${kind}`),
    staleTime: 5_000,
  });

export function useSettings<K extends Kind>(kind: K) {
  return useQuery(settingsOf(kind));
}

function useRefresh(kind: Kind) {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: keys.settings(kind) });
    void client.invalidateQueries({ queryKey: keys.directory });
    void client.invalidateQueries({ queryKey: keys.audit });
  };
}

/** Save a record: without an id it is created. Its form shows what is wrong. */
export function useSaveSetting<K extends Kind>(kind: K) {
  const refresh = useRefresh(kind);
  return useMutation({
    mutationFn: ({ id, draft }: { id: Id | undefined; draft: object }) =>
      id
        ? api<Kinds[K]>("PUT", `/settings/${kind}/${id}`, draft)
        : api<Kinds[K]>("POST", `/settings/${kind}`, draft),
    onSuccess: refresh,
    meta: { quiet: true },
  });
}

/** Change some rules, given all of them: one change after the other, each of what the hub has by then. */
export function useChangeRules() {
  const client = useQueryClient();
  const refresh = useRefresh("rules");
  return useMutation({
    scope: { id: "rules" },
    mutationFn: async (changed: (present: Rule[]) => Rule[]) => {
      const present = await client.fetchQuery({ ...settingsOf("rules"), staleTime: 0 });
      for (const { id, ...draft } of changed(present)) await api<Rule>("PUT", `/settings/rules/${id}`, draft);
    },
    onSettled: refresh,
    meta: { quiet: true },
  });
}

export function useDeleteSetting(kind: Kind) {
  const refresh = useRefresh(kind);
  return useMutation({
    mutationFn: (id: Id) => api<unknown>("DELETE", `/settings/${kind}/${id}`),
    onSuccess: refresh,
  });
}

export interface TokenWish {
  name: string;
  scopes: string[];
  expires_at: string | null;
}

export function useCreateToken() {
  const refresh = useRefresh("tokens");
  return useMutation({
    mutationFn: (wish: TokenWish) => api<NewToken>("POST", "/settings/tokens", wish),
    onSuccess: refresh,
  });
}

export const fetchSetup = () => api<SetupDocument>("GET", "/settings-export");

export function useImportSetup() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (document: unknown) => api<LoadReport>("POST", "/settings-import", document),
    onSuccess: () => client.invalidateQueries(),
    meta: { quiet: true },
  });
}

interface LogPage<T> {
  items: T[];
  next: string | null;
}

export function useAudit() {
  return useInfiniteQuery({
    queryKey: keys.audit,
    queryFn: ({ pageParam }) => api<LogPage<AuditEntry>>("GET", withQuery("/audit", { before: pageParam })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

const DELIVERIES_AGAIN = 3_000;

export function useDeliveries(webhook: Id) {
  return useInfiniteQuery({
    queryKey: keys.deliveries(webhook),
    queryFn: ({ pageParam }) =>
      api<LogPage<WebhookDelivery>>("GET", withQuery(`/webhooks/${webhook}/deliveries`, { before: pageParam })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    // Attempts are no events, so the live socket does not tell of them.
    refetchInterval: DELIVERIES_AGAIN,
  });
}

export function useRetryDelivery(webhook: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: Id) => api<unknown>("POST", `/webhook-deliveries/${id}/retry`),
    onSettled: () => client.invalidateQueries({ queryKey: keys.deliveries(webhook) }),
  });
}
