/** Import and export of articles, and test questions. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, upload } from "./client";
import { keys } from "./keys";
import type { components } from "./schema";
import type { Article, Id } from "./types";

type Schemas = components["schemas"];
export type ImportPreview = Schemas["ImportPreview"];
export type ImportEntry = Schemas["ImportEntry"];
export type ImportFault = Schemas["ImportFault"];
export type QuestionTest = Schemas["QuestionTest"];
export type QuestionOutcome = Schemas["QuestionOutcome"];

export const exportUrl = (format: "markdown" | "jsonl") => `/api/v1/articles-export?format=${format}`;

export function usePreviewImport() {
  return useMutation({
    mutationFn: (file: File) => upload<ImportPreview>("/articles-import/preview", file),
    meta: { quiet: true },
  });
}

const AT_ONCE = 100;

/** Make drafts of entries, some at a time. */
export function useImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (entries: ImportEntry[]) => {
      const done = { articles: [] as Id[], faults: [] as ImportFault[] };
      for (let start = 0; start < entries.length; start += AT_ONCE) {
        const part = await api<typeof done>("POST", "/articles-import", { entries: entries.slice(start, start + AT_ONCE) });
        done.articles.push(...part.articles);
        done.faults.push(...part.faults);
      }
      return done;
    },
    onSettled: () => void client.invalidateQueries({ queryKey: keys.articles }),
  });
}

const testsKey = ["question-tests"] as const;

export function useQuestionTests() {
  return useQuery({ queryKey: testsKey, queryFn: () => api<QuestionTest[]>("GET", "/knowledge/tests") });
}

export function useChangeTests() {
  const client = useQueryClient();
  const changed = () => void client.invalidateQueries({ queryKey: testsKey });
  const add = useMutation({
    mutationFn: (test: { text: string; language: string; article: Id | null }) => api<QuestionTest>("POST", "/knowledge/tests", test),
    onSuccess: changed,
  });
  const remove = useMutation({ mutationFn: (id: Id) => api<null>("DELETE", `/knowledge/tests/${id}`), onSuccess: changed });
  return { add, remove };
}

export function useRunTests() {
  return useMutation({ mutationFn: () => api<QuestionOutcome[]>("POST", "/knowledge/tests-run", {}) });
}

/** The test questions that pass now and would not any more if the article's newest version were published. */
export function useBreaks(article: Article) {
  const { data: tests } = useQuestionTests();
  const { data } = useQuery({
    queryKey: [...testsKey, "breaks", article.id, article.revision, article.published],
    queryFn: () => api<QuestionOutcome[]>("POST", "/knowledge/tests-run", { article: article.id }),
    enabled: !!tests?.length && article.published !== article.revision && article.state !== "archived",
    gcTime: 0,
  });
  const broken = data?.filter((one) => one.outcome === "passed" && one.after !== "passed") ?? [];
  return broken.map((one) => ({ ...one, text: tests?.find((test) => test.id === one.test)?.text ?? "" }));
}
