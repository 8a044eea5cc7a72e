import { ActionIcon, Autocomplete, Button, Checkbox, Fieldset, Group, NumberInput, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import type { StepKey } from "../../api/flows";
import { isKey, useT } from "../../i18n";
import { isValues, listOf, type Values } from "./definition";

interface Around {
  languages: string[];
  steps: string[];
  variables: string[];
}

interface KeysProps extends Around {
  keys: StepKey[];
  values: Values;
  onChange: (values: Values) => void;
}

/** A field for each key of a step or of a part of one. */
export function StepKeys({ keys, values, onChange, ...around }: KeysProps) {
  return (
    <Stack gap="xs">
      {inOrder(keys).map((key) => (
        <KeyField key={key.name} spec={key} value={values[key.name]} around={around} onChange={(value) => onChange(withValue(values, key.name, value))} />
      ))}
    </Stack>
  );
}

/** What a step cannot do without comes first, what colleagues note down last. */
const inOrder = (keys: StepKey[]) => keys.toSorted((one, other) => place(one) - place(other));

function place({ name, required, holds }: StepKey): number {
  if (name === "note") return 3;
  if (required || (name === "text" && holds === "text")) return 0;
  return holds === "step" ? 1 : 2;
}

/** What is empty is not written at all. */
function withValue(values: Values, name: string, value: unknown): Values {
  const { [name]: _, ...rest } = values;
  const empty = value === undefined || value === "" || value === null || (isValues(value) && Object.keys(value).length === 0);
  return empty ? rest : { ...values, [name]: value };
}

interface FieldProps {
  spec: StepKey;
  value: unknown;
  around: Around;
  onChange: (value: unknown) => void;
}

function KeyField({ spec, value, around, onChange }: FieldProps) {
  const label = useKeyLabel(spec.name);
  const common = { label, size: "xs", required: spec.required } as const;
  switch (spec.holds) {
    case "text":
      return <Texts label={label} required={spec.required} value={isValues(value) ? value : {}} languages={around.languages} onChange={onChange} />;
    case "step":
      return <Select {...common} data={around.steps} value={String(value ?? "") || null} onChange={onChange} searchable clearable={!spec.required} />;
    case "variable":
      return <Left {...common} data={around.variables} value={String(value ?? "")} onLeave={onChange} />;
    case "boolean":
      return <Checkbox label={label} size="xs" checked={value === true} onChange={(event) => onChange(event.currentTarget.checked)} />;
    case "integer":
    case "number":
      return <NumberInput {...common} value={typeof value === "number" ? value : ""} allowDecimal={spec.holds === "number"} onChange={(typed) => onChange(typed === "" ? undefined : Number(typed))} />;
    case "list:part":
      return <Parts spec={spec} value={listOf(value)} around={around} onChange={onChange} />;
    case "string":
    case "template":
    case "expression":
      return <Left {...common} data={[]} value={value === undefined || value === null ? "" : String(value)} onLeave={(typed) => onChange(spec.holds === "expression" ? scalar(typed) : typed)} />;
    default:
      return <Json label={label} value={value} onChange={onChange} />;
  }
}

/** Numbers, true and false are themselves; all else is an expression. */
function scalar(typed: string): string | number | boolean {
  if (/^-?\d+(\.\d+)?$/.test(typed)) return Number(typed);
  return typed === "true" || typed === "false" ? typed === "true" : typed;
}

function useKeyLabel(name: string): string {
  const t = useT();
  const key = `flows.key.${name}`;
  return isKey(key) ? t(key) : name;
}

interface LeftProps {
  label: string;
  size: "xs";
  required: boolean;
  data: string[];
  value: string;
  onLeave: (typed: string) => void;
}

/** A line that counts when it is left, so that the text is not written with each letter. */
function Left({ value, onLeave, data, ...rest }: LeftProps) {
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setTyped(value);
  }
  const leave = () => typed !== value && onLeave(typed);
  if (data.length > 0) return <Autocomplete {...rest} data={data} value={typed} onChange={setTyped} onBlur={leave} />;
  return <TextInput {...rest} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} onBlur={leave} />;
}

interface TextsProps {
  label: string;
  required: boolean;
  value: Values;
  languages: string[];
  onChange: (value: unknown) => void;
}

function Texts({ label, required, value, languages, onChange }: TextsProps) {
  return (
    <>
      {languages.map((language) => (
        <Paragraph
          key={language}
          label={`${label} (${language})`}
          required={required}
          value={String(value[language] ?? "")}
          onLeave={(typed) => onChange(withValue(value, language, typed))}
        />
      ))}
    </>
  );
}

function Paragraph({ label, required, value, onLeave }: { label: string; required?: boolean; value: string; onLeave: (typed: string) => void }) {
  const [typed, setTyped] = useState(value);
  const [shown, setShown] = useState(value);
  if (shown !== value) {
    setShown(value);
    setTyped(value);
  }
  return (
    <Textarea
      size="xs"
      label={label}
      required={required}
      autosize
      minRows={1}
      maxRows={8}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={() => typed !== value && onLeave(typed)}
    />
  );
}

interface PartsProps {
  spec: StepKey;
  value: unknown[];
  around: Around;
  onChange: (value: unknown) => void;
}

function Parts({ spec, value, around, onChange }: PartsProps) {
  const t = useT();
  const label = useKeyLabel(spec.name);
  const first = around.steps[0] ?? "";
  const added = Object.fromEntries(spec.keys.filter((key) => key.required).map((key) => [key.name, key.holds === "step" ? first : key.holds === "text" ? {} : ""]));
  return (
    <Fieldset legend={label} p="xs">
      <Stack gap="xs">
        {value.map((part, index) => (
          <Group key={index} align="flex-start" wrap="nowrap" gap={4}>
            <div style={{ flex: 1, minWidth: 0 }}>
              <StepKeys keys={spec.keys} values={isValues(part) ? part : {}} {...around} onChange={(changed) => onChange(value.map((one, at) => (at === index ? changed : one)))} />
            </div>
            <ActionIcon variant="subtle" color="red" aria-label={t("flows.remove")} onClick={() => onChange(value.filter((_, at) => at !== index))}>
              <IconTrash size={15} />
            </ActionIcon>
          </Group>
        ))}
        <Button size="compact-xs" variant="default" onClick={() => onChange([...value, added])}>
          {t("flows.add")}
        </Button>
      </Stack>
    </Fieldset>
  );
}

/** What has no form of its own is edited as JSON; what is not JSON is not taken over. */
function Json({ label, value, onChange }: { label: string; value: unknown; onChange: (value: unknown) => void }) {
  const t = useT();
  const [wrong, setWrong] = useState(false);

  function leave(typed: string) {
    try {
      onChange(typed.trim() ? (JSON.parse(typed) as unknown) : undefined);
      setWrong(false);
    } catch {
      setWrong(true);
    }
  }

  return (
    <>
      <Paragraph label={`${label} (JSON)`} value={value === undefined || value === null ? "" : JSON.stringify(value)} onLeave={leave} />
      {wrong && <span role="alert">{t("flows.noJson")}</span>}
    </>
  );
}
