import { Badge, Button, Group, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconFlask, IconPlus, IconSearch } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { Link } from "react-router";
import { useArticles } from "../../api/knowledge";
import type { Article, ArticleState } from "../../api/types";
import { Busy } from "../../components/Busy";
import { Nothing, When } from "../../components/marks";
import { languages, useT } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import classes from "./Knowledge.module.css";
import { useMayEdit } from "./useMayEdit";

const states: ArticleState[] = ["draft", "published", "archived"];
const colours: Record<ArticleState, string> = { draft: "gray", published: "green", archived: "orange" };

export function ArticleList({ chosen }: { chosen: string | undefined }) {
  const t = useT();
  const mayEdit = useMayEdit();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [state, setState] = useState("");
  const [language, setLanguage] = useState("");
  const [q] = useDebouncedValue(text.trim(), 200);
  const { data } = useArticles({ q, state, language });
  useCommand({ id: "search", group: "list", label: t("knowledge.search"), keys: "/", run: () => field.current?.focus() });
  return (
    <section className={classes.list} aria-label={t("knowledge.articles")}>
      <div className={classes.head}>
        <Group gap="xs" grow>
          {mayEdit && (
            <Button component={Link} to="/knowledge/new" leftSection={<IconPlus size={14} />} data-testid="new-article">
              {t("knowledge.new")}
            </Button>
          )}
          <Button component={Link} to="/knowledge/try" variant="default" leftSection={<IconFlask size={14} />} data-testid="try-it">
            {t("try.title")}
          </Button>
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
        <Group gap="xs" grow>
          <NativeSelect
            size="xs"
            aria-label={t("knowledge.state")}
            value={state}
            onChange={(event) => setState(event.currentTarget.value)}
            data={[{ value: "", label: t("knowledge.anyState") }, ...states.map((value) => ({ value, label: t(`article.${value}`) }))]}
          />
          <NativeSelect
            size="xs"
            aria-label={t("knowledge.language")}
            value={language}
            onChange={(event) => setLanguage(event.currentTarget.value)}
            data={[
              { value: "", label: t("knowledge.anyLanguage") },
              ...languages.map((value) => ({ value, label: t(`language.${value}`) })),
            ]}
          />
        </Group>
      </div>
      <div className={classes.rows}>
        {!data && <Busy />}
        {data?.length === 0 && <Nothing>{q || state || language ? t("app.nothingFound") : t("knowledge.none")}</Nothing>}
        {data?.map((article) => <ArticleRow key={article.id} article={article} chosen={article.id === chosen} />)}
      </div>
    </section>
  );
}

export function StateBadge({ article }: { article: Article }) {
  const t = useT();
  const stale = article.state === "published" && article.published !== article.revision;
  return (
    <Group gap={4} wrap="nowrap">
      <Badge color={colours[article.state]}>{t(`article.${article.state}`)}</Badge>
      {stale && <Badge color="yellow">{t("article.newer")}</Badge>}
    </Group>
  );
}

function ArticleRow({ article, chosen }: { article: Article; chosen: boolean }) {
  return (
    <Link to={`/knowledge/${article.id}`} className={classes.row} aria-current={chosen || undefined}>
      <span className={classes.title}>{article.title}</span>
      <span className={classes.facts}>
        <StateBadge article={article} />
        <span>{article.language}</span>
        {article.category && <span>{article.category}</span>}
        <When at={article.updated_at} />
      </span>
    </Link>
  );
}
