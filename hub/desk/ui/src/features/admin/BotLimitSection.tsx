import { NumberInput, Select, TagsInput, Text } from "@mantine/core";
import type { BotLimits } from "../../api/bots";
import { options, useDirectory, useNames } from "../../api/directory";
import { languages, useI18n, useT } from "../../i18n";
import { Pair, Whole, without } from "./parts";
import { type FormProps, RecordSection } from "./RecordSection";

type Draft = Omit<BotLimits, "id">;

const BLANK: Draft = { entry_point: "", turn_seconds: 8, turns: 20, minutes: 0, repeats: 2, misses: 2, words: {}, rev: 0 };

/** How far bots may go with a customer, for all entry points or for one. */
export function BotLimitSection() {
  const t = useT();
  const names = useNames();
  return (
    <RecordSection<"bot-limits", Draft>
      kind="bot-limits"
      title={t("admin.botLimits")}
      hint={t("limits.hint")}
      name={(one) => (one.entry_point ? names.entryPoint(one.entry_point) : t("limits.everywhere"))}
      columns={[
        { name: t("limits.turns"), cell: (one) => one.turns },
        { name: t("limits.turnSeconds"), cell: (one) => one.turn_seconds },
        { name: t("limits.misses"), cell: (one) => one.misses },
        { name: t("limits.words"), cell: (one) => Object.values(one.words ?? {}).flat().join(", ") },
      ]}
      blank={() => BLANK}
      draftOf={(one) => without(one, "id")}
      form={Form}
    />
  );
}

function Form({ draft, set, fault }: FormProps<"bot-limits", Draft>) {
  const { t } = useI18n();
  const { data } = useDirectory();
  const words = draft.words ?? {};
  return (
    <>
      <Select
        label={t("limits.entryPoint")}
        description={t("limits.entryPointHint")}
        placeholder={t("limits.everywhere")}
        clearable
        data={options(data?.entry_points)}
        value={draft.entry_point || null}
        onChange={(value) => set({ entry_point: value ?? "" })}
        error={fault("entry_point")}
      />
      <Pair>
        <NumberInput
          label={t("limits.turnSeconds")}
          min={1}
          max={120}
          value={draft.turn_seconds}
          error={fault("turn_seconds")}
          onChange={(next) => set({ turn_seconds: Number(next) || 0 })}
        />
        <Whole label={t("limits.turns")} min={1} max={1000} value={draft.turns ?? 20} error={fault("turns")} onChange={(turns) => set({ turns })} />
      </Pair>
      <Pair>
        <Whole label={t("limits.misses")} min={1} max={20} value={draft.misses ?? 2} error={fault("misses")} onChange={(misses) => set({ misses })} />
        <Whole label={t("limits.repeats")} min={1} max={20} value={draft.repeats ?? 2} error={fault("repeats")} onChange={(repeats) => set({ repeats })} />
      </Pair>
      <Whole label={t("limits.minutes")} hint={t("limits.minutesHint")} max={10080} value={draft.minutes ?? 0} error={fault("minutes")} onChange={(minutes) => set({ minutes })} />
      <Text size="sm" c="dimmed">
        {t("limits.wordsHint")}
      </Text>
      {languages.map((language) => (
        <TagsInput
          key={language}
          label={t("admin.inLanguage", { label: t("limits.words"), language: t(`language.${language}`) })}
          value={words[language] ?? []}
          onChange={(next) => set({ words: { ...words, [language]: next } })}
          error={words[language]?.map((_, place) => fault(`words.${language}[${place}]`)).find(Boolean)}
        />
      ))}
    </>
  );
}
