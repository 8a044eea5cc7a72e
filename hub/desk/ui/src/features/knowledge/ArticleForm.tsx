import { Autocomplete, Group, NativeSelect, Stack, TextInput } from "@mantine/core";
import { useArticleCounts } from "../../api/knowledge";
import type { Audience } from "../../api/types";
import { StringList } from "../../components/StringList";
import { languages, useT } from "../../i18n";
import { BodyField } from "./BodyField";
import { ChannelTexts } from "./ChannelTexts";
import type { Draft } from "./useArticleForm";
import { useMayEdit } from "./useMayEdit";

interface Props {
  draft: Draft;
  set: (change: Partial<Draft>) => void;
  isNew: boolean;
  /** Another one means that the answer came from elsewhere. */
  generation: number;
}

const audiences: Audience[] = ["customers", "staff"];

/** The text of an article, and how it is found. */
export function ArticleForm({ draft, set, isNew, generation }: Props) {
  const t = useT();
  const mayEdit = useMayEdit();
  const { data: counts } = useArticleCounts();
  return (
    <Stack gap="md">
      <TextInput
        label={t("article.title")}
        description={t("article.titleHint")}
        required
        autoFocus={isNew}
        readOnly={!mayEdit}
        value={draft.title}
        onChange={(event) => set({ title: event.currentTarget.value })}
        data-testid="article-title"
      />
      <BodyField key={generation} label={t("article.body")} hint={t("article.bodyHint")} value={draft.body} readOnly={!mayEdit} onChange={(body) => set({ body })} />
      <StringList
        label={t("article.questions")}
        hint={t("article.questionsHint")}
        add={t("article.addQuestion")}
        value={draft.questions}
        onChange={(questions) => set({ questions })}
        readOnly={!mayEdit}
      />
      <Group grow align="flex-start" preventGrowOverflow={false}>
        <NativeSelect
          label={t("article.language")}
          description={t("article.languageHint")}
          disabled={!mayEdit || !isNew}
          value={draft.language}
          onChange={(event) => set({ language: event.currentTarget.value })}
          data={languages.map((value) => ({ value, label: t(`language.${value}`) }))}
          size="sm"
        />
        <Autocomplete
          label={t("article.category")}
          description={t("article.categoryHint")}
          readOnly={!mayEdit}
          value={draft.category}
          onChange={(category) => set({ category })}
          data={Object.keys(counts?.categories ?? {}).filter(Boolean)}
          size="sm"
        />
        <NativeSelect
          label={t("article.audience")}
          description={t("article.audienceHint")}
          disabled={!mayEdit}
          value={draft.audience}
          onChange={(event) => set({ audience: event.currentTarget.value as Audience })}
          data={audiences.map((value) => ({ value, label: t(`audience.${value}`) }))}
          size="sm"
          data-testid="audience"
        />
      </Group>
      <ChannelTexts texts={draft.texts} onChange={(texts) => set({ texts })} readOnly={!mayEdit} />
    </Stack>
  );
}
