/** Fields that the forms of mailboxes, SMS routes and rules have in common. */
import { Alert, Anchor, Fieldset, NativeSelect, PasswordInput, Select, Stack, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { useSettings } from "../../../api/settings";
import type { Channel, Id } from "../../../api/types";
import { useT } from "../../../i18n";

/** Fields that belong together. */
export function Section({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <Fieldset legend={legend}>
      <Stack gap="sm">{children}</Stack>
    </Fieldset>
  );
}

interface LineProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  placeholder?: string;
  error?: string;
  required?: boolean;
  focused?: boolean;
}

/** One line of text. */
export function Line({ onChange, hint, focused, ...rest }: LineProps) {
  return (
    <TextInput
      {...rest}
      description={hint}
      inputWrapperOrder={["label", "input", "description", "error"]}
      data-autofocus={focused || undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** Something the hub keeps and never shows again. */
export function Secret({ onChange, hint, ...rest }: LineProps) {
  const t = useT();
  return (
    <PasswordInput
      {...rest}
      description={[hint, t("secret.hint")].filter(Boolean).join(" ")}
      inputWrapperOrder={["label", "input", "description", "error"]}
      autoComplete="off"
      visibilityToggleButtonProps={{ "aria-label": t("app.reveal") }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface PickProps<V extends string> {
  label: string;
  value: V;
  choices: { value: V; label: string }[];
  onChange: (value: V) => void;
  hint?: string;
}

/** One of few. */
export function Pick<V extends string>({ label, value, choices, onChange, hint }: PickProps<V>) {
  return (
    <NativeSelect
      size="sm"
      label={label}
      description={hint}
      inputWrapperOrder={["label", "input", "description", "error"]}
      value={value}
      data={choices}
      onChange={(event) => onChange(event.currentTarget.value as V)}
    />
  );
}

interface EntryProps {
  channel: Channel;
  value: Id;
  onChange: (value: Id) => void;
  error?: string;
}

/** The entry point that something belongs to; without one the way to it is shown. */
export function PickEntryPoint({ channel, value, onChange, error }: EntryProps) {
  const t = useT();
  const { data } = useSettings("entry-points");
  const choices = (data ?? []).filter((entry) => entry.channel === channel);
  if (data && choices.length === 0)
    return (
      <Alert color="orange">
        {t("channels.noEntryPoint", { channel: t(`channel.${channel}`) })}{" "}
        <Anchor component={Link} to="/admin/entry-points/new" inherit underline="always">
          {t("channels.makeEntryPoint")}
        </Anchor>
      </Alert>
    );
  return (
    <Select
      label={t("channels.entryPoint")}
      description={t("channels.entryPointHint")}
      inputWrapperOrder={["label", "input", "description", "error"]}
      required
      searchable
      allowDeselect={false}
      data={choices.map((entry) => ({ value: entry.id, label: `${entry.name} (${entry.key})` }))}
      value={value || null}
      error={error}
      onChange={(id) => id && onChange(id)}
    />
  );
}
