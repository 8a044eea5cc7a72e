import { Alert, Group, NativeSelect, SegmentedControl, Textarea, TextInput } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useSaveArticle } from "../../api/knowledge";
import type { Article } from "../../api/types";
import { showDone } from "../../components/faults";
import { StringList } from "../../components/StringList";
import { languages, useT } from "../../i18n";
import { ArticleBar } from "./ArticleBar";
import { ArticlePreview } from "./ArticlePreview";
import classes from "./Knowledge.module.css";
import { useArticleForm } from "./useArticleForm";
import { useMayEdit } from "./useMayEdit";

const BESIDE = "(min-width: 87em)";

interface Props {
  article?: Article;
  onBack?: () => void;
}

/** Write an article; saving makes a new revision, publishing gives it to customers. */
export function ArticleEditor({ article, onBack }: Props) {
  const t = useT();
  const go = useNavigate();
  const mayEdit = useMayEdit();
  const beside = useMediaQuery(BESIDE, window.matchMedia(BESIDE).matches);
  const [view, setView] = useState<"write" | "preview">("write");
  const save = useSaveArticle(article?.id);
  const form = useArticleForm(article);
  const { draft, set, changed } = form;

  function submit() {
    save.mutate(
      { ...draft, questions: draft.questions.filter(Boolean), rev: article?.rev ?? 0 },
      {
        onSuccess: (saved) => {
          showDone(t("article.saved", { number: saved.revision }));
          if (!article) void go(`/knowledge/${saved.id}`, { replace: true });
        },
      },
    );
  }

  return (
    <section className={classes.editor} aria-label={t("article.editor")}>
      <ArticleBar article={article} onBack={onBack} onSave={submit} saving={save.isPending} changed={changed} valid={draft.title.trim() !== ""} />
      <div className={classes.work}>
        <div className={classes.form}>
          {form.conflict && <Alert color="orange">{t("article.conflict")}</Alert>}
          <TextInput
            label={t("article.title")}
            required
            readOnly={!mayEdit}
            value={draft.title}
            onChange={(event) => set({ title: event.currentTarget.value })}
            data-testid="article-title"
          />
          <Group grow>
            <NativeSelect
              label={t("article.language")}
              disabled={!mayEdit}
              value={draft.language}
              onChange={(event) => set({ language: event.currentTarget.value })}
              data={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
              size="sm"
            />
            <TextInput
              label={t("article.category")}
              readOnly={!mayEdit}
              value={draft.category}
              onChange={(event) => set({ category: event.currentTarget.value })}
            />
          </Group>
          <StringList
            label={t("article.questions")}
            hint={t("article.questionsHint")}
            value={draft.questions}
            onChange={(questions) => set({ questions })}
            readOnly={!mayEdit}
          />
          {!beside && (
            <SegmentedControl
              size="xs"
              aria-label={t("article.view")}
              value={view}
              onChange={(value) => setView(value as typeof view)}
              data={(["write", "preview"] as const).map((value) => ({ value, label: t(`article.${value}`) }))}
            />
          )}
          {(beside || view === "write") && (
            <Textarea
              label={t("article.body")}
              description={t("article.bodyHint")}
              readOnly={!mayEdit}
              autosize
              minRows={14}
              value={draft.body}
              onChange={(event) => set({ body: event.currentTarget.value })}
              classNames={{ input: classes.body }}
              data-testid="article-body"
            />
          )}
          {!beside && view === "preview" && <ArticlePreview body={draft.body} />}
        </div>
        {beside && <ArticlePreview body={draft.body} />}
      </div>
    </section>
  );
}
