/** Articles, their life and trying them. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, withQuery } from "./client";
import { keys } from "./keys";
import type { Article, ArticleDraft, Id, KnowledgeTest, Revision } from "./types";

export interface ArticleFilters {
  q?: string;
  state?: string;
  language?: string;
}

export function useArticles(filters: ArticleFilters) {
  return useQuery({
    queryKey: keys.articleList(filters),
    queryFn: () => api<Article[]>("GET", withQuery("/articles", { ...filters })),
    placeholderData: (previous) => previous,
  });
}

export function useArticle(id: Id | undefined) {
  return useQuery({
    queryKey: keys.article(id ?? ""),
    queryFn: () => api<Article>("GET", `/articles/${id}`),
    enabled: id !== undefined,
  });
}

export function useRevisions(id: Id) {
  return useQuery({ queryKey: keys.revisions(id), queryFn: () => api<Revision[]>("GET", `/articles/${id}/revisions`) });
}

function useChanged() {
  const client = useQueryClient();
  return (article: Article) => {
    client.setQueryData(keys.article(article.id), article);
    void client.invalidateQueries({ queryKey: keys.articles });
  };
}

/** Save a new article or a new version of one. */
export function useSaveArticle(id: Id | undefined) {
  const changed = useChanged();
  return useMutation({
    mutationFn: (draft: ArticleDraft) =>
      id ? api<Article>("PUT", `/articles/${id}`, draft) : api<Article>("POST", "/articles", draft),
    onSuccess: changed,
  });
}

export type ArticleStep = "publish" | "unpublish" | "archive";

export function useArticleStep() {
  const changed = useChanged();
  return useMutation({
    mutationFn: ({ id, step }: { id: Id; step: ArticleStep }) => api<Article>("POST", `/articles/${id}/${step}`),
    onSuccess: changed,
  });
}

export function useTryQuestion() {
  return useMutation({
    mutationFn: (asked: { question: string; language: string }) => api<KnowledgeTest>("POST", "/knowledge/test", asked),
  });
}

export function usePreview(body: string) {
  return useQuery({
    queryKey: ["preview", body],
    queryFn: () => api<{ html: string }>("POST", "/knowledge/preview", { body }),
    placeholderData: (previous) => previous,
    enabled: body !== "",
    staleTime: Infinity,
    gcTime: 10_000,
  });
}
