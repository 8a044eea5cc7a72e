import { ActionIcon, Button, Checkbox, Fieldset, Group, Input, MultiSelect, NumberInput, Select, Stack } from "@mantine/core";
import { IconArrowRight, IconPlus, IconTrash } from "@tabler/icons-react";
import type { StepKey } from "../../api/flows";
import { SkillsInput } from "../../components/SkillsInput";
import type { Requirement } from "../../api/types";
import { isKey, useT } from "../../i18n";
import { isValues, listOf, type Values } from "./definition";
import { Line, Pairs, Paragraph, scalar, Texts, withValue, Words } from "./stepFields";
import { keyText } from "./words";

export interface Around {
  languages: string[];
  steps: string[];
  variables: string[];
  /** What a key may be, where that is known: queues, published flows. */
  known: Record<string, { value: string; label: string }[]>;
  /** Open another step. */
  onGo: (step: string) => void;
}

interface KeysProps {
  keys: StepKey[];
  values: Values;
  around: Around;
  onChange: (values: Values) => void;
}

/** A field for each key of a step or of a part of one. */
export function StepKeys({ keys, values, around, onChange }: KeysProps) {
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

/** True unless it says otherwise. */
const ON = new Set(["close"]);

interface FieldProps {
  spec: StepKey;
  value: unknown;
  around: Around;
  onChange: (value: unknown) => void;
}

function KeyField({ spec, value, around, onChange }: FieldProps) {
  const t = useT();
  const { name, holds, required } = spec;
  const label = keyText(t, name);
  const hint = `flows.hint.${name}`;
  const description = isKey(hint) ? t(hint) : undefined;
  const known = around.known[name];
  if (holds === "string" && known) return <Select size="xs" label={label} description={description} required={required} data={withPresent(known, value)} value={String(value ?? "") || null} onChange={onChange} searchable clearable={!required} />;
  switch (holds) {
    case "text":
      return <Texts label={label} required={required} value={value} languages={around.languages} onChange={onChange} />;
    case "step":
      return <Target label={label} required={required} value={value} around={around} onChange={onChange} />;
    case "variable":
      return <Line label={label} required={required} known={around.variables} value={value} onChange={onChange} />;
    case "boolean":
      return name === "interrupt" ? (
        <Select size="xs" label={label} data={[{ value: "", label: t("flows.asUsual") }, { value: "true", label: t("flows.yes") }, { value: "false", label: t("flows.no") }]} value={value === undefined ? "" : String(value)} onChange={(chosen) => onChange(chosen ? chosen === "true" : undefined)} allowDeselect={false} />
      ) : (
        <Checkbox size="sm" label={label} checked={ON.has(name) ? value !== false : value === true} onChange={(event) => onChange(event.currentTarget.checked === ON.has(name) ? undefined : event.currentTarget.checked)} />
      );
    case "integer":
    case "number":
      return <NumberInput size="xs" label={label} required={required} description={description} value={typeof value === "number" ? value : ""} allowDecimal={holds === "number"} onChange={(typed) => onChange(typed === "" ? undefined : Number(typed))} />;
    case "list:part":
      return <Parts spec={spec} value={listOf(value)} around={around} onChange={onChange} />;
    case "map:list:string":
      return <Words label={label} value={value} languages={around.languages} onChange={onChange} />;
    case "list:variable":
      return <MultiSelect size="xs" label={label} data={[...new Set([...around.variables, ...listOf(value).map(String)])]} value={listOf(value).map(String)} onChange={onChange} searchable clearable />;
    case "list:skill":
      return (
        <Input.Wrapper size="xs" label={label}>
          <SkillsInput value={listOf(value).filter(isValues).map(requirement)} onChange={onChange} />
        </Input.Wrapper>
      );
    case "string":
      return name === "query" || name === "note" ? <Paragraph label={label} required={required} value={String(value ?? "")} onChange={onChange} /> : <Line label={label} required={required} description={description} value={value} onChange={onChange} />;
    case "template":
      return <Line label={label} required={required} description={description} value={value} onChange={onChange} />;
    case "expression":
      return <Line label={label} required={required} description={description ?? t("flows.expressionHint")} value={value} onChange={(typed) => onChange(typed === "" ? undefined : scalar(typed))} />;
    default:
      return <Pairs label={label} value={value} names={holds.startsWith("map:variable") ? around.variables : []} isExpression={holds.endsWith("expression")} onChange={onChange} />;
  }
}

const requirement = (skill: Values): Requirement => ({ skill: String(skill.skill ?? ""), minimum: Number(skill.minimum ?? 1) });

/** What is written stays to be seen, also where it is not known. */
function withPresent(known: { value: string; label: string }[], value: unknown) {
  const present = String(value ?? "");
  return present && !known.some((one) => one.value === present) ? [...known, { value: present, label: present }] : known;
}

function Target({ label, required, value, around, onChange }: { label: string; required: boolean; value: unknown; around: Around; onChange: (value: unknown) => void }) {
  const t = useT();
  const step = String(value ?? "");
  return (
    <Group gap={4} wrap="nowrap" align="flex-end">
      <Select className="grow" size="xs" label={label} required={required} data={step && !around.steps.includes(step) ? [...around.steps, step] : around.steps} value={step || null} onChange={onChange} searchable clearable={!required} />
      {around.steps.includes(step) && (
        <ActionIcon size={30} variant="default" aria-label={t("flows.openStep", { step })} title={t("flows.openStep", { step })} onClick={() => around.onGo(step)}>
          <IconArrowRight size={15} aria-hidden="true" />
        </ActionIcon>
      )}
    </Group>
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
  const label = keyText(t, spec.name);
  const first = around.steps[0] ?? "";
  const blank = Object.fromEntries(around.languages.map((language) => [language, "…"]));
  const added = Object.fromEntries(spec.keys.filter((key) => key.required).map((key) => [key.name, key.holds === "step" ? first : key.holds === "text" ? blank : true]));
  return (
    <Fieldset legend={label} p="xs">
      <Stack gap="sm">
        {value.map((part, index) => (
          <Fieldset key={index} variant="filled" p={8} legend={`${label} ${index + 1}`}>
            <StepKeys keys={spec.keys} values={isValues(part) ? part : {}} around={around} onChange={(changed) => onChange(value.with(index, changed))} />
            <Button mt={8} size="compact-sm" variant="subtle" color="red" leftSection={<IconTrash size={13} aria-hidden="true" />} disabled={value.length < 2} onClick={() => onChange(value.toSpliced(index, 1))} aria-label={t("flows.removeNamed", { name: `${label} ${index + 1}` })}>
              {t("flows.remove")}
            </Button>
          </Fieldset>
        ))}
        <Button size="compact-sm" variant="default" leftSection={<IconPlus size={13} aria-hidden="true" />} onClick={() => onChange([...value, added])}>
          {t("flows.add")}
        </Button>
      </Stack>
    </Fieldset>
  );
}
