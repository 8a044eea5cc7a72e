import { Alert } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useNames } from "../../api/directory";
import { useArticleHistory, usePolicy, useTranslations } from "../../api/knowledge";
import { useMe } from "../../api/session";
import type { Article } from "../../api/types";
import { useI18n } from "../../i18n";
import { fullTime } from "../../lib/time";
import { useIsDue } from "./badges";

/** Where the article stands, what customers are told now, and what comes next: in words. */
export function NextStep({ article, changed }: { article?: Article; changed: boolean }) {
  const { t } = useI18n();
  if (!article || changed) {
    return (
      <Note>
        {t(article ? "next.unsaved" : "next.new")} {article?.published != null && t("next.liveStays")}
      </Note>
    );
  }
  return <Existing article={article} />;
}

function Note({ children, colour = "blue" }: { children: React.ReactNode; colour?: string }) {
  return (
    <Alert color={colour} variant="light" p="xs" icon={<IconInfoCircle size={18} />} role="status" data-testid="next-step">
      {children}
    </Alert>
  );
}

function Existing({ article }: { article: Article }) {
  const { t, language } = useI18n();
  const names = useNames();
  const me = useMe();
  const due = useIsDue(article);
  const { data: policy } = usePolicy();
  const { data: history } = useArticleHistory(article.id);
  const { data: family } = useTranslations(article.id);
  const source = family?.find((each) => each.is_source && each.article !== article.id);
  const untranslated = source !== undefined && article.revision === 1 && article.title === source.title;
  const sent = history?.find((each) => each.act === "submitted");
  const sentBack = history?.[0]?.act === "changes_requested" ? history[0] : undefined;
  const own = !!policy?.separate_reviewer && article.authors.includes(me.id);
  const edited = article.published !== null && article.published !== article.revision;
  const said: string[] = [];
  switch (article.state) {
    case "draft":
      if (untranslated) {
        said.push(t("next.translate", { language: t(`language.${article.language as "en" | "zh"}`) }));
        break;
      }
      said.push(sentBack ? t("next.sentBack", { name: names.staff(sentBack.by), comment: sentBack.comment }) : t("next.draft"));
      if (!sentBack) said.push(t(policy?.review_required ? "next.draftReview" : "next.draftFree"));
      break;
    case "in_review":
      if (sent && !own) said.push(t(sent.comment ? "next.sentWith" : "next.sentBy", { name: names.staff(sent.by), comment: sent.comment }));
      said.push(t(own ? "next.reviewOwn" : "next.review"));
      break;
    case "approved":
      said.push(t("next.approved", { name: names.staff(article.approved_by) }));
      break;
    case "scheduled":
      said.push(t("next.scheduled", { time: fullTime(article.publish_at ?? article.updated_at, language) }));
      break;
    case "published":
      said.push(due ? t("next.due") : t(article.audience === "staff" ? "next.publishedStaff" : "next.published"));
      break;
    case "archived":
      said.push(t("next.archived"));
  }
  if (edited) said.push(t("next.liveRevision", { number: article.published ?? 0 }));
  if (article.expires_at) said.push(t("next.expires", { time: fullTime(article.expires_at, language) }));
  return <Note colour={due ? "red" : sentBack ? "orange" : "blue"}>{said.join(language === "zh" ? "" : " ")}</Note>;
}
