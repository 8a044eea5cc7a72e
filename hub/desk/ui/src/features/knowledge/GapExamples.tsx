import { ActionIcon, Anchor, Badge, Group, Text } from "@mantine/core";
import { IconArrowsSplit2 } from "@tabler/icons-react";
import { Link } from "react-router";
import { type GapView, type Unanswered, useMoveQuestion } from "../../api/evidence";
import { useMe } from "../../api/session";
import { When } from "../../components/marks";
import { useT } from "../../i18n";
import { AskedOnIcon } from "./AskedOnIcon";
import evidence from "./Evidence.module.css";
import { GapChoice } from "./GapChoice";

/** A gap's questions in customers' words; each can be moved to where it belongs. */
export function GapExamples({ view }: { view: GapView }) {
  const t = useT();
  if (view.examples.length === 0) return <Text size="sm">{t("gaps.noExamples")}</Text>;
  return (
    <ul className={evidence.examples} aria-label={t("gaps.examples")}>
      {view.examples.map((one) => (
        <Example key={one.id} view={view} one={one} />
      ))}
    </ul>
  );
}

function Example({ view, one }: { view: GapView; one: Unanswered }) {
  const t = useT();
  const mayRead = useMe().permissions.includes("conversations:read");
  const move = useMoveQuestion();
  const unmet = view.gap.reasked?.unmet.includes(one.id) ?? false;
  return (
    <li className={`${evidence.example} ${unmet ? evidence.unmet : ""}`} data-testid="gap-example">
      <div className="grow">
        <Text size="sm">{one.text}</Text>
        <Group gap={8} className={evidence.small}>
          <AskedOnIcon on={one.channel} />
          <span>{t(`gaps.reason.${one.reason}`)}</span>
          {unmet && (
            <Badge color="orange" size="sm">
              {t("gaps.unmet")}
            </Badge>
          )}
          {one.article && (
            <Anchor component={Link} to={`/knowledge/${one.article}`} size="xs">
              {view.titles[one.article] ?? t("told.article")}
            </Anchor>
          )}
          <When at={one.at} />
          {mayRead && one.conversation && (
            <Anchor component={Link} to={`/inbox/all/${one.conversation}`} size="xs">
              {t("told.conversation")}
            </Anchor>
          )}
        </Group>
      </div>
      <GapChoice
        gap={view.gap}
        near={view.near}
        label={t("gaps.moveTo")}
        alone={view.gap.count > 1 ? t("gaps.alone") : undefined}
        onChoose={(into) => move.mutate({ id: one.id, into })}
        target={(open) => (
          <ActionIcon variant="subtle" color="gray" onClick={open} loading={move.isPending} aria-label={t("gaps.move")} title={t("gaps.move")} data-testid="gap-move">
            <IconArrowsSplit2 size={16} />
          </ActionIcon>
        )}
      />
    </li>
  );
}
