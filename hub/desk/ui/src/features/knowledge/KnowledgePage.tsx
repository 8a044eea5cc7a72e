import { useMediaQuery } from "@mantine/hooks";
import { Title, VisuallyHidden } from "@mantine/core";
import { useNavigate, useParams } from "react-router";
import { useArticle } from "../../api/knowledge";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { Nothing } from "../../components/marks";
import { useT } from "../../i18n";
import { ArticlePage } from "./ArticlePage";
import { ArticleList } from "./ArticleList";
import { Guide } from "./Guide";
import classes from "./Knowledge.module.css";
import { tools } from "./tools";
import { useMayEdit } from "./useMayEdit";

const NARROW = "(max-width: 62em)";
/** The address of an article that does not exist yet. */
export const NEW = "new";

export default function KnowledgePage() {
  const t = useT();
  const { article } = useParams<"article">();
  const go = useNavigate();
  const narrow = useMediaQuery(NARROW, window.matchMedia(NARROW).matches);
  const back = narrow ? () => void go("/knowledge") : undefined;
  const mayEdit = useMayEdit();
  const tool = tools.find((each) => each.path === article);
  const Tool = tool?.screen;
  return (
    <div className={classes.page}>
      {!article && (narrow || !mayEdit) && <VisuallyHidden component="h1">{t("nav.knowledge")}</VisuallyHidden>}
      {!(narrow && article) && <ArticleList chosen={article} />}
      {Tool && <Tool onBack={back} />}
      {article === NEW && <ArticlePage key={NEW} onBack={back} />}
      {article && article !== NEW && !tool && <Existing key={article} id={article} onBack={back} />}
      {!article && !narrow && <NoneChosen />}
    </div>
  );
}

function Existing({ id, onBack }: { id: string; onBack?: () => void }) {
  const t = useT();
  const { data, error } = useArticle(id);
  if (error) return <Nothing>{faultText(error, t)}</Nothing>;
  if (!data) return <Busy />;
  return <ArticlePage article={data} onBack={onBack} />;
}

function NoneChosen() {
  const t = useT();
  if (!useMayEdit()) return <Nothing>{t("knowledge.readers")}</Nothing>;
  return (
    <section className={classes.editor} aria-label={t("guide.title")}>
      <header className={classes.bar}>
        <Title order={1} size="h2">
          {t("guide.title")}
        </Title>
      </header>
      <div className={classes.form}>
        <Guide />
      </div>
    </section>
  );
}
