import { Fieldset, Stack, Switch } from "@mantine/core";
import type { Localized, Queue } from "../../api/types";
import { useT } from "../../i18n";
import { Pair, Texts, Whole } from "./parts";

type Rules = Queue["waiting"];

interface Props {
  value: Rules;
  misses: number;
  onChange: (value: Rules) => void;
  onMisses: (misses: number) => void;
  fault: (field: string) => string | undefined;
}

/** What callers of a queue hear while they wait, and what they may choose instead. */
export function QueueWaiting({ value, misses, onChange, onMisses, fault }: Props) {
  const t = useT();
  const set = (part: Partial<Rules>) => onChange({ ...value, ...part });
  return (
    <Fieldset legend={t("waiting.title")}>
      <Stack gap="sm">
        <Pair>
          <Whole label={t("waiting.every")} hint={t("waiting.everyHint")} value={value.announce_every} onChange={(announce_every) => set({ announce_every })} error={fault("waiting.announce_every")} />
          <Whole label={t("waiting.resume")} hint={t("waiting.resumeHint")} value={value.resume_within} onChange={(resume_within) => set({ resume_within })} error={fault("waiting.resume_within")} />
        </Pair>
        <Texts long label={t("waiting.news")} hint={t("waiting.newsHint")} value={joined(value.news)} onChange={(news) => set({ news: divided(news) })} />
        <Switch label={t("waiting.callBack")} checked={value.call_back} onChange={(event) => set({ call_back: event.currentTarget.checked })} />
        {value.call_back && (
          <Pair>
            <Whole label={t("waiting.tries")} min={1} max={20} value={value.tries} onChange={(tries) => set({ tries })} error={fault("waiting.tries")} />
            <Whole label={t("waiting.retry")} min={60} value={value.retry_after} onChange={(retry_after) => set({ retry_after })} error={fault("waiting.retry_after")} />
          </Pair>
        )}
        <Switch label={t("waiting.message")} checked={value.leave_message} onChange={(event) => set({ leave_message: event.currentTarget.checked })} />
        <Whole label={t("waiting.misses")} hint={t("waiting.missesHint")} min={1} max={100} value={misses} onChange={onMisses} error={fault("misses_allowed")} />
      </Stack>
    </Fieldset>
  );
}

/** Texts one below the other, as they are written into one field. */
function joined(news: Rules["news"]): Localized {
  return Object.fromEntries(Object.entries(news).map(([language, texts]) => [language, texts.join("\n")]));
}

function divided(texts: Localized): Rules["news"] {
  const lines = Object.entries(texts).map(([language, text]) => [language, text.split("\n").filter((line, index, all) => line.trim() || index === all.length - 1)] as const);
  return Object.fromEntries(lines.map(([language, found]) => [language, found.some((line) => line.trim()) ? found : []]));
}
