/** Who was told what, how articles do, gaps, and the help centre. */
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "./client";
import { keys } from "./keys";
import type { components } from "./schema";
import type { Article, Id } from "./types";

type Schemas = components["schemas"];
export type ToldPage = Schemas["ToldPage"];
export type ToldView = Schemas["ToldView"];
export type ArticleUse = Schemas["ArticleUse"];
export type Gap = Schemas["Gap"];
export type GapState = Schemas["GapState"];
export type GapView = Schemas["GapView"];
export type GapList = Schemas["GapList"];
export type HelpCentre = Schemas["HelpCentre"];

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

/** How these articles do, by article. */
export function useUses(articles: Id[]) {
  return useQuery({
    queryKey: ["uses", articles],
    queryFn: async () => {
      const uses = await api<ArticleUse[]>("GET", withQuery("/knowledge/use", { articles: articles.join(",") }));
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
