import { Button, Checkbox, Collapse, Group, NativeSelect, Stack } from "@mantine/core";
import { IconFilter } from "@tabler/icons-react";
import { useState } from "react";
import { useNames } from "../../api/directory";
import { type ArticleFilters, useArticleCounts } from "../../api/knowledge";
import { languages, useT } from "../../i18n";
import { states } from "./badges";

interface Props {
  filters: ArticleFilters;
  onChange: (filters: ArticleFilters) => void;
}

/** What to show of all articles, with how many there are of each. */
export function ArticleFilterFields({ filters, onChange }: Props) {
  const t = useT();
  const names = useNames();
  const { data: counts } = useArticleCounts();
  const [more, setMore] = useState(false);
  const set = (change: ArticleFilters) => onChange({ ...filters, ...change });
  const counted = (label: string, count: number | undefined) => `${label} (${count ?? 0})`;
  const used = [filters.category, filters.owner, filters.audience, filters.due, filters.edited].filter(Boolean).length;
  const select = (name: "state" | "language" | "category" | "owner" | "audience", label: string, any: string, data: [string, string][]) => (
    <NativeSelect
      size="xs"
      aria-label={label}
      value={filters[name] ?? ""}
      onChange={(event) => set({ [name]: event.currentTarget.value })}
      data={[{ value: "", label: any }, ...data.map(([value, text]) => ({ value, label: text }))]}
    />
  );
  return (
    <Stack gap={6}>
      <Group gap="xs" grow>
        {select("state", t("knowledge.state"), t("knowledge.anyState"), states.map((each) => [each, counted(t(`article.${each}`), counts?.states[each])]))}
        {select("language", t("knowledge.language"), t("knowledge.anyLanguage"), languages.map((each) => [each, counted(t(`language.${each}`), counts?.languages[each])]))}
      </Group>
      <Button
        variant="subtle"
        size="compact-xs"
        w="fit-content"
        leftSection={<IconFilter size={13} />}
        aria-expanded={more}
        onClick={() => setMore(!more)}
        data-testid="more-filters"
      >
        {used ? t("knowledge.filtersUsed", { count: used }) : t("knowledge.filters")}
      </Button>
      <Collapse expanded={more}>
        <Stack gap={6}>
          <Group gap="xs" grow>
            {select("category", t("article.category"), t("knowledge.anyCategory"), Object.entries(counts?.categories ?? {}).filter(([path]) => path).map(([path, count]) => [path, counted(path, count)]))}
            {select("owner", t("article.owner"), t("knowledge.anyOwner"), Object.entries(counts?.owners ?? {}).filter(([id]) => id).map(([id, count]) => [id, counted(names.staff(id), count)]))}
          </Group>
          {select("audience", t("article.audience"), t("knowledge.anyAudience"), (["customers", "staff"] as const).map((each) => [each, counted(t(`audience.${each}`), counts?.audiences[each])]))}
          <Checkbox size="sm" my={3} label={counted(t("knowledge.onlyDue"), counts?.due)} checked={!!filters.due} onChange={(event) => set({ due: event.currentTarget.checked })} />
          <Checkbox size="sm" my={3} label={counted(t("knowledge.onlyEdited"), counts?.edited)} checked={!!filters.edited} onChange={(event) => set({ edited: event.currentTarget.checked })} />
        </Stack>
      </Collapse>
    </Stack>
  );
}
