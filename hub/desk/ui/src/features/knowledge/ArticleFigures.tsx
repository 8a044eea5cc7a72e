import { useState } from "react";
import { useUses } from "../../api/evidence";
import type { Article } from "../../api/types";
import { useT } from "../../i18n";
import evidence from "./Evidence.module.css";
import { PeriodField } from "./PeriodField";
import { Told } from "./Told";

const figures = ["told", "helpful", "not_helpful", "handed_off"] as const;

/** How an article does, and who got it. */
export function ArticleFigures({ article }: { article: Article }) {
  const t = useT();
  const [days, setDays] = useState(0);
  const { data } = useUses([article.id], days);
  const use = data?.get(article.id);
  return (
    <div>
      {use && (
        <dl className={evidence.figures} data-testid="article-figures">
          {figures.map((name) => (
            <div key={name}>
              <dt>{t(`use.${name}`)}</dt>
              <dd className="number">{use[name]}</dd>
            </div>
          ))}
        </dl>
      )}
      <PeriodField days={days} onChange={setDays} />
      <Told article={article} />
    </div>
  );
}
