import { ActionIcon, Button, Group, Menu, Text, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { IconArrowLeft, IconDeviceFloppy, IconDots } from "@tabler/icons-react";
import { useState } from "react";
import { useArticleStep } from "../../api/knowledge";
import { useBreaks } from "../../api/articleFiles";
import { useMe } from "../../api/session";
import { usePolicy } from "../../api/knowledge";
import type { Article } from "../../api/types";
import { showDone } from "../../components/faults";
import { useT } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import { NARROW } from "../../lib/layout";
import { StateBadge, useIsDue } from "./badges";
import { GuideButton } from "./Guide";
import classes from "./Knowledge.module.css";
import { asksMore, StepDialog } from "./StepDialog";
import { type Step, stepsOf } from "./steps";
import { useMayEdit, useMayPublish } from "./useMayEdit";

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
  const narrow = useMediaQuery(NARROW);
  const savable = mayEdit && changed && valid;
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
          <Group gap="xs">
            <StateBadge article={article} />
            <Text size="xs" c="dimmed" truncate>
              {t("article.revision", { number: article.revision })}
            </Text>
          </Group>
        )}
      </div>
      {mayEdit && (changed || !article) && (
        <Button leftSection={narrow ? undefined : <IconDeviceFloppy size={15} />} onClick={onSave} disabled={!savable} loading={saving} data-testid="save-article">
          {t("article.saveDraft")}
        </Button>
      )}
      {article && <Steps article={article} changed={changed} />}
      {mayEdit && <GuideButton short />}
    </header>
  );
}

/** What can be done now: the next step as a button, the others in a menu. */
function Steps({ article, changed }: { article: Article; changed: boolean }) {
  const t = useT();
  const me = useMe();
  const { data: policy } = usePolicy();
  const take = useArticleStep(article.id);
  const due = useIsDue(article);
  const [asked, setAsked] = useState<Step>();
  const breaks = useBreaks(article).length > 0;
  const steps = stepsOf(article, { policy, me: me.id, mayEdit: useMayEdit(), mayPublish: useMayPublish(), due });
  const run = (step: Step) => {
    if (asksMore.has(step.name) || (step.name === "publish" && breaks)) setAsked(step);
    else take.mutate({ step: step.name, body: { revision: article.revision } }, { onSuccess: () => showDone(t(`step.${step.name}.done`)) });
  };
  const main = steps.filter((step) => step.main);
  const rest = steps.filter((step) => !step.main);
  return (
    <>
      {main.map((step, place) => (
        <Button
          key={step.name}
          variant={place === main.length - 1 && !changed ? "filled" : "default"}
          onClick={() => run(step)}
          disabled={changed || step.barred}
          title={step.barred ? t("step.ownWork") : undefined}
          loading={take.isPending}
          data-testid={step.name}
        >
          {t(`step.${step.name}`)}
        </Button>
      ))}
      {rest.length > 0 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <ActionIcon aria-label={t("action.more")} data-testid="more-steps">
              <IconDots size={18} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {rest.map((step) => (
              <Menu.Item key={step.name} onClick={() => run(step)} disabled={changed} data-testid={step.name}>
                {t(`step.${step.name}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {asked && <StepDialog key={asked.name} article={article} step={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}
