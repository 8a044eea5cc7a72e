import { Alert, Anchor, Button, Group, NativeSelect, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useDirectory } from "../../api/directory";
import { type HelpCentre, useHelpCentre, useSaveHelpCentre } from "../../api/evidence";
import { Busy } from "../../components/Busy";
import { faultText, showDone } from "../../components/faults";
import { PageFrame } from "../../components/PageFrame";
import { languages, useT } from "../../i18n";

/** Whether customers can read published articles by themselves, under which name. */
export function HelpCentreSection() {
  const t = useT();
  const { data } = useHelpCentre();
  return (
    <PageFrame title={t("admin.helpCentre")}>
      {data ? <Form key={data.rev} stored={data} /> : <Busy />}
    </PageFrame>
  );
}

function Form({ stored }: { stored: HelpCentre }) {
  const t = useT();
  const save = useSaveHelpCentre();
  const { data: directory } = useDirectory();
  const [draft, setDraft] = useState(stored);
  const set = (change: Partial<HelpCentre>) => setDraft((old) => ({ ...old, ...change }));
  const chats = directory?.entry_points.filter((one) => one.channel === "chat") ?? [];
  const { id: _, ...sent } = draft;
  return (
    <Stack maw={560}>
      <Text size="sm">{t("helpCentre.text")}</Text>
      <Switch label={t("helpCentre.active")} checked={draft.active} onChange={(event) => set({ active: event.currentTarget.checked })} data-testid="help-active" />
      {languages.map((language) => (
        <Group key={language} grow align="flex-start">
          <TextInput
            label={`${t("helpCentre.title")} (${t(`language.${language}`)})`}
            maxLength={80}
            value={draft.title?.[language] ?? ""}
            onChange={(event) => set({ title: { ...draft.title, [language]: event.currentTarget.value } })}
          />
          <TextInput
            label={`${t("helpCentre.intro")} (${t(`language.${language}`)})`}
            maxLength={300}
            value={draft.intro?.[language] ?? ""}
            onChange={(event) => set({ intro: { ...draft.intro, [language]: event.currentTarget.value } })}
          />
        </Group>
      ))}
      <NativeSelect
        label={t("helpCentre.chat")}
        value={draft.entry_point ?? ""}
        onChange={(event) => set({ entry_point: event.currentTarget.value || null })}
        data={[{ value: "", label: t("helpCentre.noChat") }, ...chats.map((one) => ({ value: one.id, label: one.name }))]}
      />
      {save.error && (
        <Alert color="red" role="alert">
          {faultText(save.error, t)}
        </Alert>
      )}
      <Group>
        <Button loading={save.isPending} onClick={() => save.mutate(sent, { onSuccess: () => showDone(t("helpCentre.saved")) })} data-testid="help-save">
          {t("app.save")}
        </Button>
        {stored.active && (
          <Anchor href="/help/" target="_blank" rel="noopener" size="sm">
            {t("helpCentre.open")}
          </Anchor>
        )}
      </Group>
    </Stack>
  );
}
