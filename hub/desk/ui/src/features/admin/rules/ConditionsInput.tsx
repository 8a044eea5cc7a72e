import { ActionIcon, Button, Group, MultiSelect, NativeSelect, SegmentedControl, Stack, TagsInput, Text } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import type { Comparison, Condition, Fact } from "../../../api/types";
import { languages, useT } from "../../../i18n";
import classes from "../Admin.module.css";

const facts: Fact[] = ["sender", "recipient", "subject", "body", "language", "attachment", "automatic"];
const comparisons: Comparison[] = ["contains", "equals", "begins", "like"];
const automatic = ["auto_reply", "out_of_office", "bounce", "list", "bulk", "own"] as const;

interface Props {
  any: boolean;
  value: Condition[];
  onChange: (change: { any?: boolean; conditions?: Condition[] }) => void;
  fault: (field: string) => string | undefined;
}

/** What a message must be like: all of it, or any of it. */
export function ConditionsInput({ any, value, onChange, fault }: Props) {
  const t = useT();
  const change = (place: number, part: Partial<Condition>) =>
    onChange({ conditions: value.map((each, at) => (at === place ? { ...each, ...part } : each)) });
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          {t("rules.when")}
        </Text>
        <SegmentedControl
          size="xs"
          aria-label={t("rules.match")}
          value={any ? "any" : "all"}
          onChange={(which) => onChange({ any: which === "any" })}
          data={(["all", "any"] as const).map((each) => ({ value: each, label: t(`rules.match.${each}`) }))}
        />
      </Group>
      {value.map((condition, place) => (
        <Stack key={place} gap={6} className={classes.step} role="group" aria-label={t("app.numbered", { label: t("rules.oneCondition"), number: place + 1 })}>
          <Group gap="xs" wrap="nowrap">
            <NativeSelect
              size="xs"
              className="grow"
              aria-label={t("rules.fact")}
              value={condition.fact}
              onChange={(event) => change(place, factChange(event.currentTarget.value as Fact))}
              data={facts.map((each) => ({ value: each, label: t(`fact.${each}`) }))}
            />
            <NativeSelect
              size="xs"
              className="grow"
              aria-label={t("rules.how")}
              value={`${condition.negated ? "not " : ""}${condition.how}`}
              onChange={(event) => change(place, howOf(event.currentTarget.value))}
              data={howsOf(condition.fact).flatMap((how) => [
                { value: how, label: t(`comparison.${how}`) },
                { value: `not ${how}`, label: t("rules.not", { how: t(`comparison.${how}`) }) },
              ])}
            />
            <ActionIcon
              aria-label={t("app.removeNumbered", { label: t("rules.oneCondition"), number: place + 1 })}
              onClick={() => onChange({ conditions: value.filter((_, at) => at !== place) })}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
          <Values condition={condition} onChange={(values) => change(place, { values })} error={fault(`conditions[${place}].values`)} />
        </Stack>
      ))}
      <Button
        variant="default"
        w="fit-content"
        leftSection={<IconPlus size={14} />}
        onClick={() => onChange({ conditions: [...value, { fact: "subject", how: "contains", values: [], negated: false }] })}
      >
        {t("rules.addCondition")}
      </Button>
      {fault("conditions") && (
        <Text size="xs" c="var(--mantine-color-error)">
          {fault("conditions")}
        </Text>
      )}
    </Stack>
  );
}

/** Some facts have few values, which are equal or not. */
const howsOf = (fact: Fact): Comparison[] => (fact === "language" || fact === "automatic" ? ["equals"] : comparisons);

const factChange = (fact: Fact): Partial<Condition> => ({ fact, values: [], how: howsOf(fact)[0] });

const howOf = (chosen: string): Partial<Condition> => ({
  negated: chosen.startsWith("not "),
  how: comparisons.find((each) => chosen.endsWith(each)) ?? "contains",
});

interface ValuesProps {
  condition: Condition;
  onChange: (values: string[]) => void;
  error?: string;
}

function Values({ condition, onChange, error }: ValuesProps) {
  const t = useT();
  const common = { size: "xs", "aria-label": t("rules.values"), value: condition.values, onChange, error } as const;
  if (condition.fact === "automatic")
    return <MultiSelect {...common} data={automatic.map((each) => ({ value: each, label: t(`automatic.${each}`) }))} />;
  if (condition.fact === "language") return <TagsInput {...common} data={languages} placeholder={t("rules.languageHint")} />;
  return <TagsInput {...common} placeholder={condition.how === "like" ? t("rules.likeHint") : t("rules.valuesHint")} />;
}
