import { useUses } from "../../api/evidence";
import type { Article } from "../../api/types";
import { useT } from "../../i18n";
import evidence from "./Evidence.module.css";
import { Told } from "./Told";

const figures = ["told", "helpful", "not_helpful", "handed_off"] as const;

/** How an article does, and who got it. */
export function ArticleFigures({ article }: { article: Article }) {
  const t = useT();
  const { data } = useUses([article.id]);
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
      <Told article={article} />
    </div>
  );
}
