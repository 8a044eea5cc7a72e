import { useEffect, useState } from "react";
import type { Article, ArticleDraft } from "../../api/types";
import { useI18n } from "../../i18n";

export type Draft = Omit<ArticleDraft, "rev">;

const draftOf = ({ title, body, questions, language, category, audience, texts }: Article): Draft => ({
  title,
  body,
  questions,
  language,
  category,
  audience,
  texts,
});

/** What is being written. A newer version from elsewhere replaces it only while nothing was changed here. */
export function useArticleForm(article: Article | undefined) {
  const { language } = useI18n();
  const [base, setBase] = useState(article);
  const empty: Draft = { title: "", body: "", questions: [], language, category: "", audience: "customers", texts: {} };
  const [draft, setDraft] = useState<Draft>(() => (article ? draftOf(article) : empty));
  const [generation, setGeneration] = useState(0); // of bodies that came from elsewhere
  const saved = base ? draftOf(base) : empty;
  const changed = JSON.stringify(draft) !== JSON.stringify(saved);
  const asStored = article !== undefined && JSON.stringify(draftOf(article)) === JSON.stringify(draft);
  const newer = article !== undefined && article.rev !== base?.rev;
  // A review or a changed owner is no other text: what is being written still builds on the newest one.
  const sameText = article !== undefined && article.revision === base?.revision;

  useEffect(() => {
    if (!article || !newer) return;
    if (sameText) setBase(article);
    if (changed && !asStored) return;
    setBase(article);
    setDraft(draftOf(article));
    if (article.body !== draft.body) setGeneration((old) => old + 1);
  }, [article, newer, sameText, changed, asStored, draft.body]);

  useEffect(() => {
    if (!changed) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [changed]);

  const set = (change: Partial<Draft>) => setDraft((old) => ({ ...old, ...change }));
  return { draft, set, changed, generation, rev: base?.rev ?? 0, conflict: newer && !sameText && changed && !asStored };
}
