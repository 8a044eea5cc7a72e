import { ActionIcon, Badge, NativeSelect, SegmentedControl, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { type AskedOn, type Gap, type GapState, useGaps } from "../../api/evidence";
import { Busy } from "../../components/Busy";
import { Nothing, When } from "../../components/marks";
import { useT } from "../../i18n";
import { AskedOnIcon } from "./AskedOnIcon";
import { GapDetail } from "./GapDetail";
import evidence from "./Evidence.module.css";
import classes from "./Knowledge.module.css";

const states: GapState[] = ["open", "drafted", "answered", "dismissed"];

/** What customers ask in vain, the most asked first; each can become an article. */
export function Gaps({ onBack }: { onBack?: () => void }) {
  const t = useT();
  const [params, setParams] = useSearchParams();
  const [state, setState] = useState<GapState>("open");
  const [order, setOrder] = useState<"count" | "last_at">("count");
  const { data } = useGaps(state, order);
  const chosen = params.get("gap");
  const choose = (id: string | null) => setParams(id ? { gap: id } : {});
  return (
    <section className={classes.editor} aria-label={t("gaps.title")} data-testid="gaps">
      <header className={classes.bar}>
        {onBack && (
          <ActionIcon onClick={onBack} aria-label={t("inbox.back")}>
            <IconArrowLeft size={18} />
          </ActionIcon>
        )}
        <Title order={1} size="h2" className="grow">
          {t("gaps.title")}
        </Title>
      </header>
      <div className={evidence.tools}>
        <SegmentedControl
          size="xs"
          aria-label={t("knowledge.state")}
          value={state}
          onChange={(value) => {
            setState(value as GapState);
            choose(null);
          }}
          data={states.map((value) => ({ value, label: `${t(`gaps.${value}`)} ${data?.counts[value] ?? ""}` }))}
        />
        <NativeSelect
          size="xs"
          aria-label={t("gaps.order")}
          value={order}
          onChange={(event) => setOrder(event.currentTarget.value as typeof order)}
          data={(["count", "last_at"] as const).map((value) => ({ value, label: t(`gaps.order.${value}`) }))}
        />
      </div>
      <div className={evidence.rows}>
        {!data && <Busy />}
        {data?.items.length === 0 && <Nothing>{t(`gaps.none.${state}`)}</Nothing>}
        {data?.items.map((gap) => (
          <div key={gap.id} className={evidence.gap} data-testid="gap">
            <button type="button" className={evidence.head} aria-expanded={gap.id === chosen} onClick={() => choose(gap.id === chosen ? null : gap.id)}>
              <span className={evidence.count}>{gap.count}</span>
              <span className="grow">
                <span className={classes.title}>{gap.title || t("gaps.erased")}</span>
                <Facts gap={gap} />
              </span>
            </button>
            {gap.id === chosen && <GapDetail id={gap.id} onGo={choose} />}
          </div>
        ))}
      </div>
    </section>
  );
}

function Facts({ gap }: { gap: Gap }) {
  const t = useT();
  return (
    <span className={classes.facts}>
      {gap.state === "open" && gap.reasked && !gap.reopened && (
        <Badge color="orange" size="sm">
          {t("gaps.notAnswered")}
        </Badge>
      )}
      {gap.reopened && (
        <Badge color="red" size="sm">
          {t("gaps.reopened")}
        </Badge>
      )}
      {Object.keys(gap.channels).map((channel) => (
        <AskedOnIcon key={channel} on={channel as AskedOn} />
      ))}
      <span>{gap.language}</span>
      <When at={gap.last_at} />
    </span>
  );
}
