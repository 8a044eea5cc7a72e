import { ActionIcon, Anchor, CopyButton, Group, Text } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { Field } from "../../api/bots";
import { FactList } from "../../components/FactList";
import { useI18n } from "../../i18n";
import { fieldLabel, fieldLink, fieldText } from "../../lib/fields";

/** Everything bots and agents collected in the conversation, typed; each value can be copied. */
export function Collected({ data }: { data: Field[] }) {
  const { t, language } = useI18n();
  return (
    <div data-testid="collected">
      <FactList facts={data.map((field) => [fieldLabel(field, language), <Value key={field.name} field={field} />])} />
      {data.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("data.none")}
        </Text>
      )}
    </div>
  );
}

function Value({ field }: { field: Field }) {
  const { t, language } = useI18n();
  const text = fieldText(field, language, t);
  if (text === null) return <Text span size="sm" c="dimmed">{t("data.unknown")}</Text>;
  const link = fieldLink(field);
  return (
    <Group gap={4} wrap="nowrap" justify="space-between" data-field={field.name}>
      <span style={{ overflowWrap: "anywhere" }}>{link ? <Anchor href={link} size="sm">{text}</Anchor> : text}</span>
      {!field.secret && (
        <CopyButton value={String(field.value)}>
          {({ copied, copy }) => (
            <ActionIcon size="sm" variant="subtle" onClick={copy} aria-label={copied ? t("action.copied") : t("data.copy", { name: fieldLabel(field, language) })}>
              {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            </ActionIcon>
          )}
        </CopyButton>
      )}
    </Group>
  );
}
