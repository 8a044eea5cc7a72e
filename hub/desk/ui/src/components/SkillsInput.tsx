import { ActionIcon, Button, Group, NativeSelect, Select, Stack, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { options, useDirectory } from "../api/directory";
import type { Requirement } from "../api/types";
import { useT } from "../i18n";

interface Props {
  value: Requirement[];
  onChange: (value: Requirement[]) => void;
  /** Whether the grade is what someone has, rather than the least that is asked. */
  exact?: boolean;
}

/** A list of skills with a grade each. */
export function SkillsInput({ value, onChange, exact = false }: Props) {
  const t = useT();
  const { data } = useDirectory();
  const free = data?.skills.filter((skill) => !value.some((each) => each.skill === skill.id)) ?? [];
  const change = (place: number, requirement: Requirement) => onChange(value.with(place, requirement));
  return (
    <Stack gap="xs">
      {value.map((requirement, place) => (
        <Group key={requirement.skill} gap="xs" wrap="nowrap">
          <Select
            className="grow"
            aria-label={t("skills.skill")}
            data={options(data?.skills.filter((skill) => skill.id === requirement.skill || free.includes(skill)))}
            value={requirement.skill}
            onChange={(skill) => skill && change(place, { ...requirement, skill })}
            allowDeselect={false}
            searchable
          />
          <Text span>{exact ? "=" : "≥"}</Text>
          <NativeSelect
            size="sm"
            w={64}
            aria-label={t("skills.grade")}
            data={["1", "2", "3", "4", "5"]}
            value={String(requirement.minimum)}
            onChange={(event) => change(place, { ...requirement, minimum: Number(event.currentTarget.value) })}
          />
          <ActionIcon aria-label={t("app.remove")} onClick={() => onChange(value.filter((_, each) => each !== place))}>
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={14} />}
        disabled={free.length === 0}
        onClick={() => free[0] && onChange([...value, { skill: free[0].id, minimum: exact ? 3 : 1 }])}
        w="fit-content"
      >
        {t("skills.add")}
      </Button>
    </Stack>
  );
}
