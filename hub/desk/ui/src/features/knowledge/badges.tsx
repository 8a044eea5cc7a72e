import { Badge, Group } from "@mantine/core";
import type { Article, ArticleState } from "../../api/types";
import { useT } from "../../i18n";
import { useSecond } from "../../lib/clock";

export const states: ArticleState[] = ["draft", "in_review", "approved", "scheduled", "published", "archived"];

const colours: Record<ArticleState, string> = {
  draft: "gray",
  in_review: "yellow",
  approved: "teal",
  scheduled: "grape",
  published: "green",
  archived: "orange",
};

/** Whether it is time to look whether what customers are told is still true. */
export function useIsDue(article: Article): boolean {
  const second = useSecond();
  return article.published !== null && !!article.verify_at && Date.parse(article.verify_at) <= second * 1000;
}

/** How far the newest text is, and whether customers have an older one. */
export function StateBadge({ article }: { article: Article }) {
  const t = useT();
  const due = useIsDue(article);
  const edited = article.published !== null && article.published !== article.revision;
  return (
    <Group gap={4}>
      <Badge color={colours[article.state]}>{t(`article.${article.state}`)}</Badge>
      {edited && <Badge color="green">{t("article.live")}</Badge>}
      {article.audience === "staff" && <Badge color="indigo">{t("article.staffOnly")}</Badge>}
      {due && <Badge color="red">{t("article.due")}</Badge>}
    </Group>
  );
}
