import { useMediaQuery } from "@mantine/hooks";
import { IconBook } from "@tabler/icons-react";
import { Center, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useNavigate, useParams } from "react-router";
import { useArticle } from "../../api/knowledge";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { Nothing } from "../../components/marks";
import { useT } from "../../i18n";
import { ArticlePage } from "./ArticlePage";
import { ArticleList } from "./ArticleList";
import classes from "./Knowledge.module.css";
import { tools } from "./tools";

const NARROW = "(max-width: 62em)";
/** The address of an article that does not exist yet. */
export const NEW = "new";

export default function KnowledgePage() {
  const t = useT();
  const { article } = useParams<"article">();
  const go = useNavigate();
  const narrow = useMediaQuery(NARROW, window.matchMedia(NARROW).matches);
  const back = narrow ? () => void go("/knowledge") : undefined;
  const tool = tools.find((each) => each.path === article);
  const Tool = tool?.screen;
  return (
    <div className={classes.page}>
      {!article && <VisuallyHidden component="h1">{t("nav.knowledge")}</VisuallyHidden>}
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
  return (
    <Center className="grow">
      <Stack align="center" gap="xs" c="dimmed" maw={460} ta="center">
        <IconBook size={40} stroke={1.2} aria-hidden="true" />
        <Text size="sm">{t("knowledge.choose")}</Text>
        <Text size="sm">{t("knowledge.how")}</Text>
      </Stack>
    </Center>
  );
}
