import { NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useUses } from "../../api/evidence";
import type { Article } from "../../api/types";
import { useT } from "../../i18n";

const orders = ["changed", "told", "poor"] as const;
type Order = (typeof orders)[number];

/** Articles by last change, by how often they were told, or by what helped least; with the field to choose by. */
export function useRanked(articles: Article[] | undefined) {
  const t = useT();
  const [order, setOrder] = useState<Order>("changed");
  const ids = order === "changed" ? [] : (articles ?? []).map((article) => article.id).slice(0, 500);
  const { data: uses } = useUses(ids);
  const rank = (article: Article) => {
    const use = uses?.get(article.id);
    if (!use) return 0;
    return order === "told" ? use.told : use.not_helpful + use.handed_off;
  };
  const ranked = order === "changed" ? articles : articles && [...articles].sort((one, other) => rank(other) - rank(one));
  const field = (
    <NativeSelect
      size="xs"
      aria-label={t("knowledge.order")}
      value={order}
      onChange={(event) => setOrder(event.currentTarget.value as Order)}
      data={orders.map((value) => ({ value, label: t(`knowledge.order.${value}`) }))}
      data-testid="article-order"
    />
  );
  /** What a row says beside: the figure it stands here for. */
  const figure = (article: Article) => (order === "changed" || !uses ? null : `${rank(article)} ${t(order === "told" ? "use.told" : "use.not_helpful")}`);
  return { ranked, field, figure };
}
