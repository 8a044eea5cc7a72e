import { Alert, Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";
import { useArticleStep, useTranslate, useTranslations } from "../../api/knowledge";
import type { Article } from "../../api/types";
import { languages, useT } from "../../i18n";
import { useMayEdit } from "./useMayEdit";

/** The article in each language, side by side; those it is missing in can be begun here. */
export function LanguageTabs({ article }: { article: Article }) {
  const t = useT();
  const go = useNavigate();
  const mayEdit = useMayEdit();
  const { data } = useTranslations(article.id);
  const translate = useTranslate(article.id);
  const step = useArticleStep(article.id);
  const own = data?.find((each) => each.article === article.id);
  const source = data?.find((each) => each.is_source);
  return (
    <>
      <Group gap="xs" component="nav" aria-label={t("article.languages")}>
        {languages.map((language) => {
          const found = data?.find((each) => each.language === language);
          const name = t(`language.${language}`);
          if (found) {
            const state = found.published === null ? ` · ${t(`article.${found.state}`)}` : "";
            return (
              <Button
                key={language}
                component={Link}
                to={`/knowledge/${found.article}`}
                variant={found.article === article.id ? "light" : "default"}
                aria-current={found.article === article.id || undefined}
                color={found.source_changed ? "orange" : undefined}
              >
                {name}
                {state}
                {found.source_changed && ` · ${t("article.sourceChanged")}`}
              </Button>
            );
          }
          if (!mayEdit) return null;
          return (
            <Button
              key={language}
              variant="default"
              leftSection={<IconPlus size={13} />}
              disabled={!data}
              title={t("article.missingHelp")}
              onClick={() => translate.mutate(language, { onSuccess: (made) => void go(`/knowledge/${made.id}`) })}
              data-testid={`translate-${language}`}
            >
              {t("article.addLanguage", { language: name })}
            </Button>
          );
        })}
      </Group>
      {own?.source_changed && source && (
        <Alert color="orange" p="xs">
          {t("article.sourceChangedHelp")}{" "}
          <Group gap="xs" mt="xs">
            <Button component={Link} to={`/knowledge/${source.article}`} variant="default">
              {t("article.openSource", { title: source.title })}
            </Button>
            {mayEdit && (
              <Button onClick={() => step.mutate({ step: "in-step" })} loading={step.isPending}>
                {t("article.isInStep")}
              </Button>
            )}
          </Group>
        </Alert>
      )}
    </>
  );
}
