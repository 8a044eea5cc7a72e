import { ActionIcon, Button, Group, Input, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { useT } from "../i18n";

interface Props {
  label: string;
  hint?: string;
  value: string[];
  onChange: (value: string[]) => void;
  readOnly?: boolean;
  /** What the button says that adds a field. */
  add: string;
}

/** Several lines of text, each in its own field; Enter begins the next one. */
export function StringList({ label, hint, value, onChange, readOnly, add }: Props) {
  const t = useT();
  const [begun, setBegun] = useState(-1); // the field that was added here and takes the cursor
  function begin(place: number) {
    setBegun(place);
    onChange(value.toSpliced(place, 0, ""));
  }
  function onKey(event: KeyboardEvent, place: number) {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (value[place]?.trim()) begin(place + 1);
  }
  return (
    <Input.Wrapper label={label} description={hint} labelElement="div">
      <Stack gap={6} mt={4}>
        {value.map((text, place) => (
          <Group key={place} gap={6} wrap="nowrap">
            <TextInput
              className="grow"
              size="xs"
              aria-label={t("app.numbered", { label, number: place + 1 })}
              readOnly={readOnly}
              autoFocus={place === begun}
              onKeyDown={(event) => onKey(event, place)}
              value={text}
              onChange={(event) => onChange(value.with(place, event.currentTarget.value))}
            />
            {!readOnly && (
              <ActionIcon
                aria-label={t("app.removeNumbered", { label, number: place + 1 })}
                onClick={() => onChange(value.filter((_, each) => each !== place))}
              >
                <IconTrash size={15} />
              </ActionIcon>
            )}
          </Group>
        ))}
        {!readOnly && (
          <Button variant="default" leftSection={<IconPlus size={14} />} onClick={() => begin(value.length)} w="fit-content">
            {add}
          </Button>
        )}
      </Stack>
    </Input.Wrapper>
  );
}
