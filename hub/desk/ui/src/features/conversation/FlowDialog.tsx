import { Alert, Button, Checkbox, Group, Modal, NumberInput, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { type Field, type FlowOption, useFlowOptions, useSendToFlow } from "../../api/bots";
import type { Conversation } from "../../api/types";
import { faultText } from "../../components/faults";
import { localized, useI18n } from "../../i18n";
import { fieldLabel } from "../../lib/fields";

interface Props {
  opened: boolean;
  onClose: () => void;
  conversation: Conversation;
}

type Value = Field["value"];

/** Send the customer into a published flow, with what is known already filled in. */
export function FlowDialog({ opened, onClose, conversation }: Props) {
  const { t, language } = useI18n();
  const { data: flows } = useFlowOptions(opened);
  const send = useSendToFlow(conversation.id);
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState<Record<string, Value>>({});
  const [back, setBack] = useState(true);
  const flow = flows?.find((each) => each.id === chosen);
  const known = new Map((conversation.data ?? []).map((field) => [field.name, field.value]));
  const valueOf = (field: Field): Value => (field.name in typed ? typed[field.name] : known.get(field.name)) ?? null;

  function submit() {
    if (!flow) return;
    const values = flow.fields.map((field) => ({ ...field, value: valueOf(field) })).filter((field) => field.value !== null && field.value !== "");
    send.mutate({ flow: flow.id, values, return_to_me: back }, { onSuccess: close });
  }

  function close() {
    send.reset();
    setTyped({});
    setChosen(null);
    onClose();
  }

  const titleOf = (each: FlowOption) => localized(each.title, language) || each.id;
  return (
    <Modal opened={opened} onClose={close} title={t("flow.send")}>
      <Stack gap="sm">
        {flows?.length === 0 && <Text size="sm">{t("flow.none")}</Text>}
        <Select
          label={t("flow.which")}
          data={(flows ?? []).map((each) => ({ value: each.id, label: titleOf(each) }))}
          value={chosen}
          onChange={setChosen}
          data-autofocus
          data-testid="flow-choice"
        />
        {flow?.fields.map((field) => (
          <FieldInput key={`${flow.id}.${field.name}`} field={field} value={valueOf(field)} onChange={(value) => setTyped({ ...typed, [field.name]: value })} />
        ))}
        <Checkbox label={t("flow.back")} description={t("flow.backHint")} checked={back} onChange={(event) => setBack(event.currentTarget.checked)} />
        {send.error && <Alert color="red">{faultText(send.error, t)}</Alert>}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t("app.cancel")}
          </Button>
          <Button onClick={submit} disabled={!flow} loading={send.isPending} data-testid="flow-send">
            {t("flow.submit")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface InputProps {
  field: Field;
  value: Value;
  onChange: (value: Value) => void;
}

const types: Partial<Record<NonNullable<Field["type"]>, string>> = { date: "date", phone: "tel", email: "email" };

function FieldInput({ field, value, onChange }: InputProps) {
  const { t, language } = useI18n();
  const name = fieldLabel(field, language);
  const label = field.unit ? `${name} (${field.unit})` : name;
  switch (field.type) {
    case "number":
    case "amount":
      return <NumberInput label={label} value={typeof value === "number" ? value : ""} onChange={(next) => onChange(next === "" ? null : Number(next))} />;
    case "yes_no":
      return (
        <Select
          label={label}
          clearable
          data={[
            { value: "true", label: t("data.yes") },
            { value: "false", label: t("data.no") },
          ]}
          value={typeof value === "boolean" ? String(value) : null}
          onChange={(next) => onChange(next === null ? null : next === "true")}
        />
      );
    default:
      return <TextInput label={label} type={types[field.type ?? "text"] ?? "text"} value={value === null || value === undefined ? "" : String(value)} onChange={(event) => onChange(event.currentTarget.value || null)} />;
  }
}
