import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useUses } from "../../api/evidence";
import type { ArticleOrder } from "../../api/knowledge";
import type { Article, Id } from "../../api/types";
import { useT } from "../../i18n";
import evidence from "./Evidence.module.css";
import { PeriodField } from "./PeriodField";

const orders: ArticleOrder[] = ["changed", "told", "helpful", "not_helpful", "handed_off"];

/** In which order articles are listed, and the fields to choose it by. */
export function useOrder() {
  const t = useT();
  const [order, setOrder] = useState<ArticleOrder>("changed");
  const [days, setDays] = useState(30);
  const fields = (
    <div className={evidence.order}>
      <NativeSelect
        size="xs"
        className="grow"
        aria-label={t("knowledge.order")}
        value={order}
        onChange={(event) => setOrder(event.currentTarget.value as ArticleOrder)}
        data={orders.map((value) => ({ value, label: t(`knowledge.order.${value}`) }))}
        data-testid="article-order"
      />
      {order !== "changed" && <PeriodField days={days} onChange={setDays} />}
    </div>
  );
  return { order, days: order === "changed" ? 0 : days, fields };
}

/** What a row says beside: the figure it stands here for. */
export function useFigure(articles: Article[] | undefined, order: ArticleOrder, days: number) {
  const t = useT();
  const { data: uses } = useUses(order === "changed" ? [] : (articles ?? []).map((article) => article.id), days);
  return (id: Id) => {
    if (order === "changed" || !uses) return null;
    return `${uses.get(id)?.[order] ?? 0} ${t(`use.${order}`)}`;
  };
}
