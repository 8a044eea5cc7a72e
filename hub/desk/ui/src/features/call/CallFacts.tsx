import { Badge, Group, Stack, Text } from "@mantine/core";
import { IconStarFilled } from "@tabler/icons-react";
import { useBriefing } from "../../api/bots";
import { useCall } from "../../api/calls";
import { useNames } from "../../api/directory";
import type { ConversationView } from "../../api/types";
import { useI18n } from "../../i18n";
import { isFromPage, numberOf } from "../../lib/addresses";
import { fieldLabel, fieldText } from "../../lib/fields";

const MOST = 3;

/** Who calls, from where, on which line, and what the bot learned; all one needs before saying hello. */
export function CallFacts({ view }: { view: ConversationView }) {
  const { t, language } = useI18n();
  const names = useNames();
  const { conversation, contact, interactions, addresses } = view;
  const { data: call } = useCall(conversation.id);
  const { data: briefing } = useBriefing(conversation);
  const line = names.entryPoint(interactions.find((one) => one.id === conversation.interaction)?.entry_point);
  const number = call?.number || numberOf(addresses);
  const asked = (briefing?.questions ?? []).slice(-MOST);
  const known = (conversation.data ?? []).slice(0, MOST);
  return (
    <Stack gap={4} mt={4} data-testid="call-facts">
      <Group gap={6}>
        <Text size="sm" className="number">
          {number || t(isFromPage(addresses) ? "call.fromPage" : "call.withheld")}
        </Text>
        {call?.region && (
          <Text span size="xs" c="dimmed">
            {regionName(call.region, language)}
          </Text>
        )}
        {contact.priority > 0 && (
          <Badge color="yellow" leftSection={<IconStarFilled size={10} aria-hidden="true" />}>
            {t("call.vip")}
          </Badge>
        )}
      </Group>
      {line && (
        <Text size="xs" c="dimmed">
          {t("call.line", { line })}
        </Text>
      )}
      {known.map((field) => (
        <Text key={field.name} size="xs">
          <Text span inherit c="dimmed">
            {fieldLabel(field, language)}:{" "}
          </Text>
          {fieldText(field, language, t) ?? t("data.unknown")}
        </Text>
      ))}
      {asked.map((question) => (
        <Text key={question.message} size="xs" lineClamp={2}>
          “{question.text}”
        </Text>
      ))}
    </Stack>
  );
}

/** A country by name, from its ISO 3166 code. */
export function regionName(code: string, language: string): string {
  try {
    return new Intl.DisplayNames([language], { type: "region" }).of(code) ?? code;
  } catch {
    return code;
  }
}
