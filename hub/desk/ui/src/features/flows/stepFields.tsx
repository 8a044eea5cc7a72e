/** Fields for what the keys of steps hold: lines, texts by language, words, and pairs of a name and a value. */
import { ActionIcon, Autocomplete, Button, Fieldset, Group, Stack, TagsInput, Textarea, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useT } from "../../i18n";
import { isValues, listOf, type Values } from "./definition";
import { useTyped } from "./useTyped";

/** What is empty is not written at all. */
export function withValue(values: Values, name: string, value: unknown): Values {
  const { [name]: _, ...rest } = values;
  const isEmpty = value === undefined || value === "" || value === null || (isValues(value) && Object.keys(value).length === 0) || (Array.isArray(value) && value.length === 0);
  return isEmpty ? rest : { ...values, [name]: value };
}

/** Numbers, true and false are themselves; all else is an expression. */
export function scalar(typed: string): string | number | boolean {
  if (/^-?(0|[1-9]\d{0,14})(\.\d+)?$/.test(typed)) return Number(typed);
  return typed === "true" || typed === "false" ? typed === "true" : typed;
}

const shown = (value: unknown): string => (value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value));

interface LineProps {
  label: string;
  required?: boolean;
  known?: string[];
  description?: string;
  placeholder?: string;
  value: unknown;
  onChange: (typed: string) => void;
}

/** One line, with what is known offered. */
export function Line({ value, onChange, known = [], ...rest }: LineProps) {
  const typed = useTyped(shown(value), onChange);
  if (known.length > 0) return <Autocomplete size="xs" {...rest} data={known} value={typed.value} onChange={typed.onType} onBlur={typed.onBlur} />;
  return <TextInput size="xs" {...rest} value={typed.value} onChange={(event) => typed.onType(event.currentTarget.value)} onBlur={typed.onBlur} />;
}

interface ParagraphProps {
  label: string;
  required?: boolean;
  value: string;
  lang?: string;
  onChange: (typed: string) => void;
}

export function Paragraph({ value, onChange, ...rest }: ParagraphProps) {
  const typed = useTyped(value, onChange);
  return <Textarea size="xs" {...rest} autosize minRows={1} maxRows={8} value={typed.value} onChange={(event) => typed.onType(event.currentTarget.value)} onBlur={typed.onBlur} />;
}

interface TextsProps {
  label: string;
  required?: boolean;
  value: unknown;
  languages: string[];
  onChange: (value: Values) => void;
}

/** A text in each of the flow's languages. */
export function Texts({ label, required, value, languages, onChange }: TextsProps) {
  const texts = isValues(value) ? value : {};
  return languages.map((language) => (
    <Paragraph
      key={language}
      lang={language}
      label={`${label} (${language})`}
      required={required}
      value={shown(texts[language])}
      onChange={(typed) => onChange(withValue(texts, language, typed))}
    />
  ));
}

/** Words in each of the flow's languages. */
export function Words({ label, value, languages, onChange }: TextsProps) {
  const t = useT();
  const words = isValues(value) ? value : {};
  return languages.map((language) => (
    <TagsInput
      key={language}
      size="xs"
      label={`${label} (${language})`}
      placeholder={listOf(words[language]).length === 0 ? t("flows.wordsHint") : undefined}
      value={listOf(words[language]).map(String)}
      onChange={(list) => onChange(withValue(words, language, list))}
      acceptValueOnBlur
    />
  ));
}

interface PairsProps {
  label: string;
  value: unknown;
  /** Names that are offered on the left, such as the flow's variables. */
  names: string[];
  isExpression: boolean;
  onChange: (value: Values) => void;
}

/** Names with a value each, such as what a look-up's answer fills in. */
export function Pairs({ label, value, names, isExpression, onChange }: PairsProps) {
  const t = useT();
  const pairs = Object.entries(isValues(value) ? value : {});
  const put = (at: number, pair: [string, unknown]) => onChange(Object.fromEntries(pairs.with(at, pair)));
  const free = names.find((name) => !pairs.some(([taken]) => taken === name)) ?? `name_${pairs.length + 1}`;
  return (
    <Fieldset legend={label} p="xs">
      <Stack gap="xs">
        {pairs.map(([name, held], at) => (
          <Group key={at} gap={4} wrap="nowrap" align="flex-end">
            <div className="grow">
              <Line label={t("flows.pairName")} known={names} value={name} onChange={(typed) => typed && put(at, [typed, held])} />
            </div>
            <div className="grow">
              <Line label={t("flows.pairValue")} value={held} onChange={(typed) => put(at, [name, isExpression ? scalar(typed) : typed])} />
            </div>
            <ActionIcon variant="subtle" color="red" aria-label={t("flows.removeNamed", { name })} onClick={() => onChange(Object.fromEntries(pairs.toSpliced(at, 1)))}>
              <IconTrash size={15} aria-hidden="true" />
            </ActionIcon>
          </Group>
        ))}
        <Button size="compact-sm" variant="default" leftSection={<IconPlus size={13} aria-hidden="true" />} onClick={() => onChange(Object.fromEntries([...pairs, [free, ""]]))}>
          {t("flows.add")}
        </Button>
      </Stack>
    </Fieldset>
  );
}
