/** Choosing a bot, and saying which is chosen. */
import { Badge, type ComboboxItem, type ComboboxItemGroup, Group, Select, Text } from "@mantine/core";
import { type BotOption, useBots } from "../../api/bots";
import { localized, useI18n, useT } from "../../i18n";
import { useBotName } from "../bots/useBotName";

/** Say of a bot whether it was chosen but is not there (any more): then people get its customers. */
export function useIsGone(): (bot: string) => boolean {
  const { data } = useBots();
  return (bot) => data !== undefined && !data.some((each) => each.name === bot);
}

interface Props {
  label: string;
  /** A bot's name, or the value of one of `others`. */
  value: string;
  /** What can be chosen besides bots. */
  others?: ComboboxItem[];
  onChange: (value: string) => void;
  error?: string;
  /** Whether the label is only for those who cannot see the place. */
  bare?: boolean;
}

/** A bot of those there are now; one that is gone stays chosen, marked, until another is. */
export function PickBot({ label, value, others = [], onChange, error, bare }: Props) {
  const { t, language } = useI18n();
  const { data } = useBots();
  const nameOf = useBotName();
  const isGone = useIsGone();
  const isBot = !others.some((each) => each.value === value);
  const gone = isBot && isGone(value);
  const items = (isFlow: boolean) => (data ?? []).filter((each) => (each.kind === "flow") === isFlow).map((each) => item(each, language));
  const groups: ComboboxItemGroup<ComboboxItem>[] = [
    { group: t("bots.builtIn"), items: items(false) },
    { group: t("bots.flows"), items: items(true) },
  ];
  const kept = gone || (isBot && !data) ? [{ value, label: gone ? t("bots.gone", { name: nameOf(value) }) : nameOf(value) }] : [];
  return (
    <Select
      size={bare ? "xs" : "sm"}
      {...(bare ? { "aria-label": label } : { label })}
      data={[...others, ...kept, ...groups.filter((each) => each.items.length > 0)]}
      value={value}
      allowDeselect={false}
      searchable
      error={error ?? (gone ? t("bots.goneHint") : undefined)}
      onChange={(next) => next !== null && onChange(next)}
    />
  );
}

const item = ({ name, title }: BotOption, language: string): ComboboxItem => ({ value: name, label: localized(title, language) || name });

/** The name of the chosen bot, marked if it is gone. */
export function ChosenBot({ bot }: { bot: string | null | undefined }) {
  const t = useT();
  const nameOf = useBotName();
  const isGone = useIsGone();
  if (!bot) return t("entry.noBot");
  if (!isGone(bot)) return nameOf(bot);
  return (
    <Group gap={6}>
      <Text size="sm">{nameOf(bot)}</Text>
      <Badge color="orange" title={t("bots.goneHint")}>
        {t("bots.goneMark")}
      </Badge>
    </Group>
  );
}
