import { Alert, Tabs } from "@mantine/core";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useArticleComments, useSaveArticle } from "../../api/knowledge";
import type { Article } from "../../api/types";
import { showDone } from "../../components/faults";
import { useT } from "../../i18n";
import { ArticleBar } from "./ArticleBar";
import { ArticleForm } from "./ArticleForm";
import { Breaks } from "./Breaks";
import { articleTabs } from "./articleTabs";
import { ChannelPreviews } from "./ChannelPreviews";
import classes from "./Knowledge.module.css";
import { LanguageTabs } from "./LanguageTabs";
import { NextStep } from "./NextStep";
import { Unsaved } from "./Unsaved";
import { useArticleForm } from "./useArticleForm";

interface Props {
  article?: Article;
  onBack?: () => void;
}

/** One article: its text, what customers would see, and everything that happens to it. */
export function ArticlePage({ article, onBack }: Props) {
  const t = useT();
  const go = useNavigate();
  const [tab, setTab] = useState<string | null>("write");
  const leaving = useRef(false);
  const save = useSaveArticle(article?.id);
  const form = useArticleForm(article);
  const { draft, changed } = form;
  const valid = draft.title.trim() !== "" && draft.body.trim() !== "";

  function submit() {
    save.mutate(
      { ...draft, questions: draft.questions.filter(Boolean), rev: form.rev },
      {
        onSuccess: (saved) => {
          showDone(t("article.saved", { number: saved.revision }));
          leaving.current = !article;
          if (!article) void go(`/knowledge/${saved.id}`, { replace: true });
        },
      },
    );
  }

  return (
    <section className={classes.editor} aria-label={t("article.editor")}>
      <Unsaved changed={changed} leaving={leaving} />
      <ArticleBar article={article} onBack={onBack} onSave={submit} saving={save.isPending} changed={changed} valid={valid} />
      <div className={classes.form}>
        {form.conflict && <Alert color="orange">{t("article.conflict")}</Alert>}
        <NextStep article={article} changed={changed} />
        {article && !changed && <Breaks article={article} />}
        {article && <LanguageTabs article={article} />}
        <Tabs value={tab} onChange={setTab} keepMounted={false}>
          <Tabs.List aria-label={t("article.parts")}>
            <Tabs.Tab value="write">{t("article.write")}</Tabs.Tab>
            <Tabs.Tab value="preview">{t("article.preview")}</Tabs.Tab>
            {article &&
              articleTabs.map(({ name, label }) => (
                <Tabs.Tab key={name} value={name}>
                  {t(label)}
                  {name === "discussion" && <OpenComments article={article} />}
                </Tabs.Tab>
              ))}
          </Tabs.List>
          <Tabs.Panel value="write" pt="md">
            <ArticleForm draft={draft} set={form.set} isNew={!article} generation={form.generation} />
          </Tabs.Panel>
          <Tabs.Panel value="preview" pt="md">
            <ChannelPreviews draft={draft} help={t("preview.help")} />
          </Tabs.Panel>
          {article &&
            articleTabs.map(({ name, screen: Screen }) => (
              <Tabs.Panel key={name} value={name} pt="md">
                <Screen article={article} />
              </Tabs.Panel>
            ))}
        </Tabs>
      </div>
    </section>
  );
}

/** How many comments nobody has resolved. */
function OpenComments({ article }: { article: Article }) {
  const { data } = useArticleComments(article.id);
  const open = data?.filter((each) => !each.resolved_at).length ?? 0;
  return open > 0 && ` (${open})`;
}
