/** Who was told what, how articles do, gaps, and the help centre. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiError, api, withQuery } from "./client";
import { keys } from "./keys";
import type { components } from "./schema";
import type { Article, Id } from "./types";

type Schemas = components["schemas"];
export type ToldPage = Schemas["ToldPage"];
export type ToldView = Schemas["ToldView"];
export type ArticleUse = Schemas["ArticleUse"];
export type Gap = Schemas["Gap"];
export type GapState = Schemas["GapState"];
export type GapName = Schemas["GapName"];
export type AskedOn = Schemas["AskedOn"];
export type Reasked = Schemas["Reasked"];
export type Unanswered = Schemas["Unanswered"];
export type GapView = Schemas["GapView"];
export type GapList = Schemas["GapList"];
export type HelpCentre = Schemas["HelpCentre"];

/** The version of an article that was put into a reply. */
export interface Inserted {
  article: Id;
  revision: number;
}

export const gapKeys = { all: ["gaps"] as const };

export interface ToldFilters {
  revision?: string;
  since?: string;
  until?: string;
}

/** The filters as the API reads them: days of the reader's own time zone. */
const asQuery = ({ revision, since, until }: ToldFilters) => ({
  revision,
  since: since && new Date(`${since}T00:00:00`).toISOString(),
  until: until && new Date(`${until}T23:59:59.999`).toISOString(),
});

export function useTold(article: Id, filters: ToldFilters) {
  return useInfiniteQuery({
    queryKey: ["told", article, filters],
    queryFn: ({ pageParam }) =>
      api<ToldPage>("GET", withQuery(`/articles/${article}/told`, { ...asQuery(filters), before: pageParam })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

export const toldFile = (article: Id, filters: ToldFilters) =>
  withQuery(`/api/v1/articles/${article}/told-file`, asQuery(filters));

/** How these articles did in so many days (0: always), by article. */
export function useUses(articles: Id[], days = 0) {
  return useQuery({
    queryKey: ["uses", articles, days],
    queryFn: async () => {
      const uses = await api<ArticleUse[]>("GET", withQuery("/knowledge/use", { articles: articles.join(","), days: String(days) }));
      return new Map(uses.map((use) => [use.article, use]));
    },
    enabled: articles.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}

export function useGaps(state: GapState, order: "count" | "last_at") {
  return useQuery({
    queryKey: [...gapKeys.all, state, order],
    queryFn: () => api<GapList>("GET", withQuery("/gaps", { state, order })),
    placeholderData: keepPreviousData,
  });
}

export function useGap(id: Id) {
  return useQuery({ queryKey: [...gapKeys.all, id], queryFn: () => api<GapView>("GET", `/gaps/${id}`) });
}

export function useGapStep() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, step }: { id: Id; step: "dismiss" | "reopen" }) => api<Gap>("POST", `/gaps/${id}/${step}`),
    onSuccess: () => void client.invalidateQueries({ queryKey: gapKeys.all }),
  });
}

/** Put all questions of a gap into another one; the first is gone. */
export function useMergeGap() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, into }: { id: Id; into: Id }) => api<Gap>("POST", `/gaps/${id}/merge`, { into }),
    onSuccess: () => void client.invalidateQueries({ queryKey: gapKeys.all }),
  });
}

/** Put one question into another gap, or (null) one of its own. */
export function useMoveQuestion() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, into }: { id: Id; into: Id | null }) => api<Gap>("POST", `/unanswered/${id}/move`, { into }),
    onSuccess: () => void client.invalidateQueries({ queryKey: gapKeys.all }),
  });
}

/** Tell the hub that an article was put into a reply: what is sent is cited if it still has its words. */
export function useNoteInsertion(conversation: Id) {
  return useMutation({
    mutationFn: ({ article, revision }: Inserted) =>
      api<null>("POST", `/conversations/${conversation}/insertions`, { article, revision }),
    retry: (count, fault) => count < 4 && (!(fault instanceof ApiError) || fault.status === 0 || fault.status >= 502),
    retryDelay: (count) => 500 * 2 ** count,
  });
}

/** Make a draft from a gap, or from an agent's answer. */
export function useDraftFrom(kind: "gaps" | "messages") {
  const client = useQueryClient();
  const end = kind === "gaps" ? "draft" : "article";
  return useMutation({
    mutationFn: (id: Id) => api<Article>("POST", `/${kind}/${id}/${end}`),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: gapKeys.all });
      void client.invalidateQueries({ queryKey: keys.articles });
    },
  });
}

export function useHelpCentre() {
  return useQuery({ queryKey: keys.settings("help_centre"), queryFn: () => api<HelpCentre>("GET", "/help-centre") });
}

export function useSaveHelpCentre() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (settings: Omit<HelpCentre, "id">) => api<HelpCentre>("PUT", "/help-centre", settings),
    onSuccess: (saved) => client.setQueryData(keys.settings("help_centre"), saved),
    meta: { quiet: true },
  });
}
