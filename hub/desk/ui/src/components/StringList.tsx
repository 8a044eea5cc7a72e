import { ActionIcon, Button, Group, Input, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useT } from "../i18n";

interface Props {
  label: string;
  hint?: string;
  value: string[];
  onChange: (value: string[]) => void;
  readOnly?: boolean;
}

/** Several lines of text, each in its own field. */
export function StringList({ label, hint, value, onChange, readOnly }: Props) {
  const t = useT();
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
          <Button variant="default" leftSection={<IconPlus size={14} />} onClick={() => onChange([...value, ""])} w="fit-content">
            {t("app.add")}
          </Button>
        )}
      </Stack>
    </Input.Wrapper>
  );
}
