import { Anchor, Button, Group, Text } from "@mantine/core";
import { IconEyeOff, IconFilePlus, IconRotate } from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";
import { type GapView, useDraftFrom, useGap, useGapStep } from "../../api/evidence";
import { useMe } from "../../api/session";
import { Busy } from "../../components/Busy";
import { ChannelIcon, When } from "../../components/marks";
import { useT } from "../../i18n";
import evidence from "./Evidence.module.css";

/** A gap's questions in customers' words, and what to make of it. */
export function GapDetail({ id }: { id: string }) {
  const { data } = useGap(id);
  if (!data) return <Busy />;
  return (
    <div className={evidence.detail}>
      <Examples view={data} />
      <Steps view={data} />
    </div>
  );
}

function Examples({ view: { examples, titles } }: { view: GapView }) {
  const t = useT();
  const mayRead = useMe().permissions.includes("conversations:read");
  if (examples.length === 0) return <Text size="sm">{t("gaps.noExamples")}</Text>;
  return (
    <ul className={evidence.examples} aria-label={t("gaps.examples")}>
      {examples.map((one) => (
        <li key={one.id}>
          <Text size="sm">{one.text}</Text>
          <Group gap={8} className={evidence.small}>
            <ChannelIcon channel={one.channel} />
            <span>{t(`gaps.reason.${one.reason}`)}</span>
            {one.article && (
              <Anchor component={Link} to={`/knowledge/${one.article}`} size="xs">
                {titles[one.article] ?? t("told.article")}
              </Anchor>
            )}
            <When at={one.at} />
            {mayRead && (
              <Anchor component={Link} to={`/inbox/all/${one.conversation}`} size="xs">
                {t("told.conversation")}
              </Anchor>
            )}
          </Group>
        </li>
      ))}
    </ul>
  );
}

function Steps({ view: { gap, titles } }: { view: GapView }) {
  const t = useT();
  const go = useNavigate();
  const draft = useDraftFrom("gaps");
  const step = useGapStep();
  const make = () => draft.mutate(gap.id, { onSuccess: (article) => void go(`/knowledge/${article.id}`) });
  return (
    <Group gap="xs">
      {gap.state !== "drafted" && (
        <Button leftSection={<IconFilePlus size={15} />} onClick={make} loading={draft.isPending} data-testid="gap-draft">
          {t("gaps.draft")}
        </Button>
      )}
      {gap.article && (
        <Button component={Link} to={`/knowledge/${gap.article}`} variant="default">
          {titles[gap.article] ?? t("told.article")}
        </Button>
      )}
      {gap.state === "open" ? (
        <Button variant="default" leftSection={<IconEyeOff size={15} />} onClick={() => step.mutate({ id: gap.id, step: "dismiss" })} data-testid="gap-dismiss">
          {t("gaps.dismiss")}
        </Button>
      ) : (
        <Button variant="default" leftSection={<IconRotate size={15} />} onClick={() => step.mutate({ id: gap.id, step: "reopen" })} data-testid="gap-reopen">
          {t("gaps.reopen")}
        </Button>
      )}
    </Group>
  );
}
