import { Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { usePreview } from "../../api/knowledge";
import { SafeHtml } from "../../components/SafeHtml";
import { useT } from "../../i18n";
import classes from "./Knowledge.module.css";

/** The article as customers will see it, made by the hub. */
export function ArticlePreview({ body }: { body: string }) {
  const t = useT();
  const [settled] = useDebouncedValue(body, 300);
  const { data } = usePreview(settled);
  return (
    <div className={classes.preview}>
      <Text size="xs" c="dimmed" mb="xs">
        {t("article.asSeen")}
      </Text>
      <SafeHtml html={settled ? (data?.html ?? "") : ""} title={t("article.preview")} />
    </div>
  );
}
