import { Alert, List } from "@mantine/core";
import { useBreaks } from "../../api/articleFiles";
import type { Article } from "../../api/types";
import { useT } from "../../i18n";

/** Names the test questions that publishing the newest version would break; it may be published all the same. */
export function Breaks({ article }: { article: Article }) {
  const t = useT();
  const broken = useBreaks(article);
  if (broken.length === 0) return null;
  return (
    <Alert color="orange" title={t("tests.breaks", { count: broken.length })} data-testid="breaks">
      <List size="sm">
        {broken.map((one) => (
          <List.Item key={one.test}>
            {one.text}: {one.got ? t("tests.wouldGet", { title: one.title }) : t("tests.wouldNone")}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
