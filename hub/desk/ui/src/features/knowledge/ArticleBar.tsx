import { ActionIcon, Button, Group, Menu, Text, Title } from "@mantine/core";
import { IconArchive, IconArrowLeft, IconDeviceFloppy, IconDots, IconEyeOff, IconHistory, IconWorldUpload } from "@tabler/icons-react";
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import { type ArticleStep, useArticleStep } from "../../api/knowledge";
import type { Article } from "../../api/types";
import { useT } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import { NARROW } from "../../lib/layout";
import { StateBadge } from "./ArticleList";
import classes from "./Knowledge.module.css";
import { Revisions } from "./Revisions";
import { useMayEdit } from "./useMayEdit";

interface Props {
  article?: Article;
  onBack?: () => void;
  onSave: () => void;
  saving: boolean;
  changed: boolean;
  valid: boolean;
}

export function ArticleBar({ article, onBack, onSave, saving, changed, valid }: Props) {
  const t = useT();
  const mayEdit = useMayEdit();
  const step = useArticleStep();
  const narrow = useMediaQuery(NARROW);
  const [history, setHistory] = useState(false);
  const savable = mayEdit && changed && valid;
  const run = (wanted: ArticleStep) => () => article && step.mutate({ id: article.id, step: wanted });
  const publishable = article && (article.state !== "published" || article.published !== article.revision);
  useCommand({ id: "save", group: "general", label: t("app.save"), keys: "Ctrl+s", run: onSave }, savable);
  return (
    <header className={classes.bar}>
      {onBack && (
        <ActionIcon onClick={onBack} aria-label={t("inbox.back")}>
          <IconArrowLeft size={18} />
        </ActionIcon>
      )}
      <div className="grow">
        <Title order={1} size="h2" lineClamp={1}>
          {article?.title || t("knowledge.new")}
        </Title>
        {article && (
          <Group gap="xs" wrap="nowrap">
            <StateBadge article={article} />
            <Text size="xs" c="dimmed" truncate>
              {t("article.revision", { number: article.revision })}
            </Text>
          </Group>
        )}
      </div>
      {mayEdit && (
        <Button variant={publishable && !changed ? "default" : "filled"} leftSection={narrow ? undefined : <IconDeviceFloppy size={15} />} onClick={onSave} disabled={!savable} loading={saving} data-testid="save-article">
          {t("app.save")}
        </Button>
      )}
      {mayEdit && publishable && (
        <Button leftSection={narrow ? undefined : <IconWorldUpload size={15} />} onClick={run("publish")} disabled={changed} loading={step.isPending} data-testid="publish">
          {t("article.publish")}
        </Button>
      )}
      {article && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t("action.more")}>
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item leftSection={<IconHistory size={16} />} onClick={() => setHistory(true)}>
              {t("article.revisions")}
            </Menu.Item>
            {mayEdit && article.state === "published" && (
              <Menu.Item leftSection={<IconEyeOff size={16} />} onClick={run("unpublish")} data-testid="unpublish">
                {t("article.unpublish")}
              </Menu.Item>
            )}
            {mayEdit && article.state !== "archived" && (
              <Menu.Item leftSection={<IconArchive size={16} />} onClick={run("archive")}>
                {t("article.archive")}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {article && <Revisions article={article} opened={history} onClose={() => setHistory(false)} />}
    </header>
  );
}
