/** Parts of forms that several sections share. */
import { Badge, Group, MultiSelect, NumberInput, Select, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { options, useDirectory } from "../../api/directory";
import type { Localized } from "../../api/types";
import { languages, useT } from "../../i18n";

export function ActiveBadge({ active }: { active: boolean }) {
  const t = useT();
  return <Badge color={active ? "green" : "gray"}>{active ? t("admin.active") : t("admin.inactive")}</Badge>;
}

interface TextsProps {
  label: string;
  hint?: string;
  value: Localized;
  onChange: (value: Localized) => void;
  long?: boolean;
}

/** One text in each language. */
export function Texts({ label, hint, value, onChange, long }: TextsProps) {
  const t = useT();
  const Field = long ? Textarea : TextInput;
  return (
    <Stack gap={4}>
      <Text size="sm" fw={600}>
        {label}
      </Text>
      {hint && (
        <Text size="xs" c="dimmed">
          {hint}
        </Text>
      )}
      {languages.map((language) => (
        <Field
          key={language}
          aria-label={t("admin.inLanguage", { label, language: t(`language.${language}`) })}
          leftSection={
            <Text size="xs" c="dimmed">
              {language}
            </Text>
          }
          {...(long ? { autosize: true, minRows: 2 } : {})}
          value={value[language] ?? ""}
          onChange={(event) => onChange({ ...value, [language]: event.currentTarget.value })}
        />
      ))}
    </Stack>
  );
}

interface NumberProps {
  label: string;
  hint?: string;
  value: number;
  onChange: (value: number) => void;
  min?: number;
  max?: number;
  error?: string;
}

export function Whole({ label, hint, value, onChange, min = 0, max, error }: NumberProps) {
  return (
    <NumberInput
      label={label}
      description={hint}
      inputWrapperOrder={["label", "input", "description", "error"]}
      value={value}
      min={min}
      max={max}
      allowDecimal={false}
      error={error}
      onChange={(next) => onChange(typeof next === "number" ? next : Number.parseInt(next, 10) || 0)}
    />
  );
}

interface PickProps {
  label: string;
  hint?: string;
  value: string[];
  onChange: (value: string[]) => void;
}

export function PickQueues({ label, hint, value, onChange }: PickProps) {
  const { data } = useDirectory();
  return <MultiSelect label={label} description={hint} searchable clearable data={options(data?.queues)} value={value} onChange={onChange} />;
}

interface PickOneProps {
  label: string;
  value: string | null;
  onChange: (value: string | null) => void;
  error?: string;
  required?: boolean;
}

export function PickQueue({ label, value, onChange, error, required }: PickOneProps) {
  const { data } = useDirectory();
  return (
    <Select
      label={label}
      searchable
      clearable={!required}
      required={required}
      data={options(data?.queues)}
      value={value || null}
      onChange={onChange}
      error={error}
    />
  );
}

export function PickCalendar({ label, value, onChange, error }: PickOneProps) {
  const t = useT();
  const { data } = useDirectory();
  return (
    <Select
      label={label}
      searchable
      clearable
      placeholder={t("admin.alwaysOpen")}
      data={options(data?.calendars)}
      value={value}
      onChange={onChange}
      error={error}
    />
  );
}

export function Pair({ children }: { children: React.ReactNode }) {
  return (
    <Group grow align="flex-start">
      {children}
    </Group>
  );
}

/** A record without what the hub gives itself. */
export function without<T extends object, K extends keyof T>(record: T, ...names: K[]): Omit<T, K> {
  const rest = { ...record };
  for (const name of names) delete rest[name];
  return rest;
}
