import { Button, Group, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { Link } from "react-router";
import { useNames } from "../../api/directory";
import { type ArticleFilters, useArticles } from "../../api/knowledge";
import type { Article } from "../../api/types";
import { Busy } from "../../components/Busy";
import { Nothing, When } from "../../components/marks";
import { useT } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import { ArticleFilterFields } from "./ArticleFilterFields";
import { StateBadge } from "./badges";
import { ForYou } from "./ForYou";
import { GuideButton } from "./Guide";
import classes from "./Knowledge.module.css";
import { Tools } from "./tools";
import { useMayEdit } from "./useMayEdit";
import { useFigure, useOrder } from "./useRanked";

/** Arrow keys go from article to article. */
function step(event: KeyboardEvent<HTMLElement>) {
  const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!way) return;
  const rows = [...event.currentTarget.querySelectorAll<HTMLAnchorElement>("a")];
  const at = rows.indexOf(document.activeElement as HTMLAnchorElement);
  rows[Math.max(0, Math.min(rows.length - 1, at + way))]?.focus();
  event.preventDefault();
}

export function ArticleList({ chosen }: { chosen: string | undefined }) {
  const t = useT();
  const mayEdit = useMayEdit();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [filters, setFilters] = useState<ArticleFilters>({});
  const [q] = useDebouncedValue(text.trim(), 200);
  const { order, days, fields: orderFields } = useOrder();
  const { data } = useArticles({ q, ...filters, order, days });
  const figure = useFigure(data, order, days);
  // One stop for the Tab key: what is behind the list is not behind each of its rows.
  const tabStop = data?.find((article) => article.id === chosen)?.id ?? data?.[0]?.id;
  const filtered = q !== "" || Object.values(filters).some(Boolean);
  useCommand({ id: "search", group: "list", label: t("knowledge.search"), keys: "/", run: () => field.current?.focus() });
  return (
    <section className={classes.list} aria-label={t("knowledge.articles")}>
      <div className={classes.head}>
        <Group gap="xs" grow preventGrowOverflow={false}>
          {mayEdit && (
            <Button component={Link} to="/knowledge/new" leftSection={<IconPlus size={14} />} data-testid="new-article">
              {t("knowledge.new")}
            </Button>
          )}
          <Tools />
          {mayEdit && <GuideButton />}
        </Group>
        <TextInput
          ref={field}
          size="xs"
          aria-label={t("knowledge.search")}
          placeholder={t("knowledge.search")}
          leftSection={<IconSearch size={14} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <ArticleFilterFields filters={filters} onChange={setFilters} />
        {orderFields}
      </div>
      <div className={classes.rows} onKeyDown={step} data-testid="articles">
        {!filtered && <ForYou />}
        {!data && <Busy />}
        {data?.length === 0 && <Nothing>{filtered ? t("app.nothingFound") : t("knowledge.none")}</Nothing>}
        {data?.map((article) => (
          <ArticleRow key={article.id} article={article} chosen={article.id === chosen} tabStop={article.id === tabStop} figure={figure(article.id)} />
        ))}
      </div>
    </section>
  );
}

interface RowProps {
  article: Article;
  chosen: boolean;
  tabStop: boolean;
  figure: string | null;
}

function ArticleRow({ article, chosen, tabStop, figure }: RowProps) {
  const t = useT();
  const names = useNames();
  return (
    <Link to={`/knowledge/${article.id}`} className={classes.row} aria-current={chosen || undefined} tabIndex={tabStop ? 0 : -1}>
      <span className={classes.title}>{article.title}</span>
      <StateBadge article={article} />
      <span className={classes.facts}>
        <span>{t(`language.${article.language as "en" | "zh"}`)}</span>
        {figure && <strong>{figure}</strong>}
        {article.category && <span>{article.category}</span>}
        {article.owner && <span>{names.staff(article.owner)}</span>}
        <When at={article.updated_at} />
      </span>
    </Link>
  );
}
