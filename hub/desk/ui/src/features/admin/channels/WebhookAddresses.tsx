import { ActionIcon, Stack, Text, TextInput, Tooltip } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconCopy } from "@tabler/icons-react";
import type { Id } from "../../../api/types";
import { useT } from "../../../i18n";

/** Where the provider is to deliver messages and receipts of a route. */
export function WebhookAddresses({ route }: { route: Id }) {
  const t = useT();
  const base = `${location.origin}/sms/v1/${route}`;
  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        {t("sms.webhooksHint")}
      </Text>
      <Copied label={t("sms.inbound")} value={`${base}/inbound`} />
      <Copied label={t("sms.status")} value={`${base}/status`} />
    </Stack>
  );
}

function Copied({ label, value }: { label: string; value: string }) {
  const t = useT();
  const clipboard = useClipboard();
  return (
    <TextInput
      label={label}
      readOnly
      value={value}
      rightSection={
        <Tooltip label={clipboard.copied ? t("action.copied") : t("app.copy")}>
          <ActionIcon aria-label={`${t("app.copy")}: ${label}`} onClick={() => clipboard.copy(value)}>
            {clipboard.copied ? <IconCheck size={15} /> : <IconCopy size={15} />}
          </ActionIcon>
        </Tooltip>
      }
    />
  );
}
