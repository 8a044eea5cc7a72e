/** Articles: their text, their life, what colleagues say to them; and trying a question. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, upload, withQuery } from "./client";
import { keys } from "./keys";
import type {
  Answer,
  Article,
  ArticleComment,
  ArticleCounts,
  ArticleDraft,
  Channel,
  ChannelPreviews,
  HistoryEntry,
  Id,
  KnowledgePolicy,
  KnowledgeTest,
  Moment,
  Revision,
  Translation,
} from "./types";

export interface ArticleFilters {
  q?: string;
  state?: string;
  language?: string;
  category?: string;
  owner?: string;
  audience?: string;
  due?: boolean;
  edited?: boolean;
  order?: ArticleOrder;
  days?: number;
}

/** By the last change, or by a figure of some days (0: always), the highest first. */
export type ArticleOrder = "changed" | "told" | "helpful" | "not_helpful" | "handed_off";

export function useArticles(filters: ArticleFilters) {
  return useQuery({
    queryKey: keys.articleList(filters),
    queryFn: () =>
      api<Article[]>(
        "GET",
        withQuery("/articles", { ...filters, days: filters.days ? String(filters.days) : undefined, due: filters.due || undefined, edited: filters.edited || undefined }),
      ),
    placeholderData: (previous) => previous,
  });
}

export const useArticleCounts = () =>
  useQuery({ queryKey: keys.articleCounts, queryFn: () => api<ArticleCounts>("GET", "/article-counts") });

export function useArticle(id: Id | undefined) {
  return useQuery({
    queryKey: keys.article(id ?? ""),
    queryFn: () => api<Article>("GET", `/articles/${id}`),
    enabled: id !== undefined,
  });
}

export const useRevisions = (id: Id) =>
  useQuery({ queryKey: keys.revisions(id), queryFn: () => api<Revision[]>("GET", `/articles/${id}/revisions`) });

export const useArticleHistory = (id: Id) =>
  useQuery({ queryKey: keys.articleHistory(id), queryFn: () => api<HistoryEntry[]>("GET", `/articles/${id}/history`) });

export const useArticleComments = (id: Id) =>
  useQuery({
    queryKey: keys.articleComments(id),
    queryFn: () => api<ArticleComment[]>("GET", `/articles/${id}/comments`),
  });

export const useTranslations = (id: Id) =>
  useQuery({
    queryKey: keys.translations(id),
    queryFn: () => api<Translation[]>("GET", `/articles/${id}/translations`),
  });

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

export type ArticleStep =
  | "submit"
  | "withdraw"
  | "request-changes"
  | "approve"
  | "schedule"
  | "unschedule"
  | "publish"
  | "discard"
  | "restore"
  | "unpublish"
  | "archive"
  | "bring-back"
  | "verify"
  | "in-step";

export interface StepTaken {
  step: ArticleStep;
  body?: { revision?: number; comment?: string; publish_at?: Moment; number?: number };
}

/** Take an article one step through its life. */
export function useArticleStep(id: Id) {
  const changed = useChanged();
  return useMutation({
    mutationFn: ({ step, body }: StepTaken) => api<Article>("POST", `/articles/${id}/${step}`, body),
    onSuccess: changed,
  });
}

export interface ArticleDetails {
  owner?: Id;
  verify_every_days?: number;
  expires_at?: Moment | null;
}

export function useArticleDetails(id: Id) {
  const changed = useChanged();
  return useMutation({
    mutationFn: (details: ArticleDetails) => api<Article>("PATCH", `/articles/${id}`, details),
    onSuccess: changed,
  });
}

export function useTranslate(id: Id) {
  const changed = useChanged();
  return useMutation({
    mutationFn: (language: string) => api<Article>("POST", `/articles/${id}/translations`, { language }),
    onSuccess: changed,
  });
}

export function useComment(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (said: { text: string; mentions: Id[] }) => api<ArticleComment>("POST", `/articles/${id}/comments`, said),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.articleComments(id) }),
  });
}

export function useSettleComment(id: Id) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ comment, resolved }: { comment: Id; resolved: boolean }) =>
      api<ArticleComment>("PUT", `/article-comments/${comment}/resolved`, { resolved }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.articleComments(id) }),
  });
}

/** Where the Markdown of articles finds a picture. */
export const pictureUrl = (id: Id) => `/kb/images/${id}`;

/** Store a picture; returns where articles find it. */
export async function uploadPicture(file: File): Promise<string> {
  const { id } = await upload<{ id: Id }>("/article-images", file);
  return pictureUrl(id);
}

export const usePolicy = () =>
  useQuery({ queryKey: keys.policy, queryFn: () => api<KnowledgePolicy>("GET", "/knowledge/policy") });

export function useSetPolicy() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id: _, ...policy }: KnowledgePolicy) => api<KnowledgePolicy>("PUT", "/knowledge/policy", policy),
    onSuccess: (stored) => client.setQueryData(keys.policy, stored),
  });
}

export function useAnswers(filters: { q: string; language: string; channel: Channel }) {
  return useQuery({
    queryKey: keys.answers(filters),
    queryFn: () => api<Answer[]>("GET", withQuery("/knowledge/answers", { ...filters })),
    placeholderData: (previous) => previous,
  });
}

/** What the knowledge base says to a question as the bot understands it, best first; nothing below its own measure. */
export function useHints(question: string, language: string) {
  return useQuery({
    queryKey: [...keys.articles, "hints", question, language],
    queryFn: async () => {
      const tried = await api<KnowledgeTest>("POST", "/knowledge/test", { question, language });
      return tried.results.filter((result) => result.score >= tried.suggest_threshold);
    },
    enabled: question !== "",
    placeholderData: (previous) => previous,
  });
}

export function useTryQuestion() {
  return useMutation({
    mutationFn: (asked: { question: string; language: string }) => api<KnowledgeTest>("POST", "/knowledge/test", asked),
  });
}

export interface PreviewDraft {
  title: string;
  body: string;
  texts: Partial<Record<Channel, string>>;
  language: string;
}

/** What each channel would make of a text that is being written. */
export function usePreviews(draft: PreviewDraft) {
  return useQuery({
    queryKey: ["previews", draft],
    queryFn: () => api<ChannelPreviews>("POST", "/knowledge/previews", draft),
    placeholderData: (previous) => previous,
    staleTime: Infinity,
    gcTime: 10_000,
  });
}
