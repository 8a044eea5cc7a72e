import { TextInput } from "@mantine/core";
import { useT } from "../../i18n";

interface Props {
  value: string;
  hint: string;
  error?: string;
  onChange: (value: string) => void;
}

/** The number that is shown to whom we call. */
export function CallerNumber({ value, hint, error, onChange }: Props) {
  const t = useT();
  return (
    <TextInput
      type="tel"
      label={t("calls.callerNumber")}
      description={hint}
      placeholder="+4915112345678"
      value={value}
      error={error}
      onChange={(event) => onChange(event.currentTarget.value.trim())}
    />
  );
}
