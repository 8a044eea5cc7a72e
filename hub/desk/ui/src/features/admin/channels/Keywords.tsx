import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useT } from "../../../i18n";
import { PickBot } from "../PickBot";

interface Props {
  value: Record<string, string>;
  onChange: (value: Record<string, string>) => void;
  fault: (field: string) => string | undefined;
}

/** Which bot a message that begins with a word starts. */
export function Keywords({ value, onChange, fault }: Props) {
  const t = useT();
  const [word, setWord] = useState("");
  const add = () => {
    const key = word.trim().toUpperCase();
    if (key) onChange({ ...value, [key]: "knowledge" });
    setWord("");
  };
  const drop = (key: string) => onChange(Object.fromEntries(Object.entries(value).filter(([each]) => each !== key)));
  return (
    <Stack gap={6}>
      <Text size="sm" fw={600}>
        {t("sms.flows")}
      </Text>
      <Text size="xs" c="dimmed">
        {t("sms.flowsHint")}
      </Text>
      {Object.entries(value).map(([key, bot]) => (
        <Group key={key} gap="xs" wrap="nowrap">
          <Text size="sm" className="grow">
            {key}
          </Text>
          <PickBot bare label={t("sms.botFor", { word: key })} value={bot} error={fault(`flows.${key}`)} onChange={(next) => onChange({ ...value, [key]: next })} />
          <ActionIcon aria-label={t("sms.removeWord", { word: key })} onClick={() => drop(key)}>
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Group gap="xs" wrap="nowrap">
        <TextInput
          size="xs"
          className="grow"
          aria-label={t("sms.newWord")}
          placeholder={t("sms.newWord")}
          value={word}
          onChange={(event) => setWord(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            add();
          }}
        />
        <Button variant="default" leftSection={<IconPlus size={14} />} onClick={add} disabled={!word.trim()}>
          {t("app.add")}
        </Button>
      </Group>
    </Stack>
  );
}
