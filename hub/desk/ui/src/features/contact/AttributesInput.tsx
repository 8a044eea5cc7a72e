import { ActionIcon, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useT } from "../../i18n";

interface Props {
  value: Record<string, string>;
  onChange: (value: Record<string, string>) => void;
}

/** Further facts, each with a name. */
export function AttributesInput({ value, onChange }: Props) {
  const t = useT();
  const [name, setName] = useState("");
  const wanted = name.trim();

  function remove(key: string) {
    const { [key]: _gone, ...rest } = value;
    onChange(rest);
  }
  function add() {
    onChange({ ...value, [wanted]: "" });
    setName("");
  }
  return (
    <Stack gap={4}>
      <Text size="xs" fw={600}>
        {t("contact.attributes")}
      </Text>
      {Object.entries(value).map(([key, text]) => (
        <Group key={key} gap={4} wrap="nowrap">
          <Text size="xs" c="dimmed" w={84} truncate title={key}>
            {key}
          </Text>
          <TextInput
            size="xs"
            className="grow"
            aria-label={key}
            defaultValue={text}
            onBlur={(event) => {
              const next = event.currentTarget.value;
              if (next !== text) onChange({ ...value, [key]: next });
            }}
          />
          <ActionIcon size="sm" aria-label={t("contact.removeAttribute", { name: key })} onClick={() => remove(key)}>
            <IconTrash size={14} />
          </ActionIcon>
        </Group>
      ))}
      <Group gap={4} wrap="nowrap">
        <TextInput
          size="xs"
          className="grow"
          aria-label={t("contact.newAttribute")}
          placeholder={t("contact.newAttribute")}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button variant="default" disabled={!wanted || wanted in value} onClick={add} aria-label={t("app.add")}>
          <IconPlus size={14} />
        </Button>
      </Group>
    </Stack>
  );
}
