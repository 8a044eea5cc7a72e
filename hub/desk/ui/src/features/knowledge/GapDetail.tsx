import { Button, Group } from "@mantine/core";
import { IconArrowMerge, IconEyeOff, IconFilePlus, IconRotate } from "@tabler/icons-react";
import { Link, useNavigate } from "react-router";
import { type GapView, useDraftFrom, useGap, useGapStep, useMergeGap } from "../../api/evidence";
import type { Id } from "../../api/types";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { Nothing } from "../../components/marks";
import { useT } from "../../i18n";
import evidence from "./Evidence.module.css";
import { GapChoice } from "./GapChoice";
import { GapExamples } from "./GapExamples";
import { GapReasked } from "./GapReasked";

/** A gap's questions in customers' words, what became of it, and what to make of it. */
export function GapDetail({ id, onGo }: { id: Id; onGo: (gap: Id) => void }) {
  const t = useT();
  const { data, error } = useGap(id);
  if (error) return <Nothing>{faultText(error, t)}</Nothing>;
  if (!data) return <Busy />;
  return (
    <div className={evidence.detail}>
      <GapReasked gap={data.gap} title={data.titles[data.gap.article]} />
      <GapExamples view={data} />
      <Steps view={data} onGo={onGo} />
    </div>
  );
}

function Steps({ view: { gap, titles, near }, onGo }: { view: GapView; onGo: (gap: Id) => void }) {
  const t = useT();
  const go = useNavigate();
  const draft = useDraftFrom("gaps");
  const step = useGapStep();
  const merge = useMergeGap();
  const make = () => draft.mutate(gap.id, { onSuccess: (article) => void go(`/knowledge/${article.id}`) });
  return (
    <Group gap="xs">
      {gap.article && (
        <Button component={Link} to={`/knowledge/${gap.article}`} variant={gap.state === "open" ? "filled" : "default"}>
          {titles[gap.article] ?? t("told.article")}
        </Button>
      )}
      {gap.state === "open" && (
        <Button variant={gap.article ? "default" : "filled"} leftSection={<IconFilePlus size={15} />} onClick={make} loading={draft.isPending} data-testid="gap-draft">
          {t("gaps.draft")}
        </Button>
      )}
      <GapChoice
        gap={gap}
        near={near}
        label={t("gaps.mergeInto")}
        onChoose={(into) => into && merge.mutate({ id: gap.id, into }, { onSuccess: () => onGo(into) })}
        target={(open) => (
          <Button variant="default" leftSection={<IconArrowMerge size={15} />} onClick={open} loading={merge.isPending} data-testid="gap-merge">
            {near.length > 0 ? t("gaps.mergeNear", { count: near.length }) : t("gaps.merge")}
          </Button>
        )}
      />
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
