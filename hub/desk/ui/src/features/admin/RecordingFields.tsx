import { NumberInput, Switch } from "@mantine/core";
import { useT } from "../../i18n";
import type { EntryPointDraft } from "./EntryPointSection";
import { Texts } from "./parts";

interface Props {
  draft: EntryPointDraft;
  set: (change: Partial<EntryPointDraft>) => void;
  fault: (field: string) => string | undefined;
}

/** Whether calls to a number are recorded, how callers are told, and how long recordings are kept. */
export function RecordingFields({ draft, set, fault }: Props) {
  const t = useT();
  return (
    <>
      <Switch label={t("entry.record")} description={t("entry.recordHint")} checked={draft.record} onChange={(event) => set({ record: event.currentTarget.checked })} />
      {draft.record && (
        <>
          <Texts label={t("entry.recordNotice")} hint={t("entry.recordNoticeHint")} value={draft.record_notice} onChange={(record_notice) => set({ record_notice })} />
          <KeptDays value={draft.recording_days} error={fault("recording_days")} onChange={(recording_days) => set({ recording_days })} />
        </>
      )}
    </>
  );
}

interface DaysProps {
  value: number | null;
  error?: string;
  onChange: (days: number | null) => void;
}

/** For how many days recordings are kept; nothing means as everywhere else. */
export function KeptDays({ value, error, onChange }: DaysProps) {
  const t = useT();
  return (
    <NumberInput
      label={t("recordings.days")}
      description={t("recordings.daysHint")}
      placeholder={t("recordings.daysElse")}
      min={0}
      max={36_500}
      allowDecimal={false}
      value={value ?? ""}
      error={error}
      onChange={(days) => onChange(days === "" ? null : Number(days))}
    />
  );
}
