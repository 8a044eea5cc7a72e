import { Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconRefresh } from "@tabler/icons-react";
import { useDeliveries, useRetryDelivery } from "../../api/settings";
import type { Webhook, WebhookDelivery } from "../../api/types";
import { Nothing, When } from "../../components/marks";
import { useT } from "../../i18n";

const colours: Record<WebhookDelivery["state"], string> = { pending: "yellow", delivered: "green", dead: "red" };

/** What was sent to a webhook and what became of it; what was given up can be sent again. */
export function DeliveryLog({ record }: { record: Webhook }) {
  const t = useT();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useDeliveries(record.id);
  const retry = useRetryDelivery(record.id);
  const deliveries = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack gap="xs" mt="xl">
      <Title order={2}>{t("webhooks.log")}</Title>
      {data && deliveries.length === 0 && <Nothing>{t("webhooks.noLog")}</Nothing>}
      {deliveries.map((delivery) => (
        <Paper key={delivery.id} withBorder p="xs">
          <Group justify="space-between" wrap="nowrap">
            <div className="grow">
              <Group gap="xs">
                <Badge color={colours[delivery.state]}>{t(`attempt.${delivery.state}`)}</Badge>
                <Text size="sm">{delivery.event_kind}</Text>
                {delivery.status !== null && (
                  <Text size="xs" className="number">
                    HTTP {delivery.status}
                  </Text>
                )}
              </Group>
              <Text size="xs" c="dimmed">
                <When at={delivery.created_at} /> · {t("webhooks.attempts", { count: delivery.attempts })}
                {delivery.error && ` · ${delivery.error}`}
              </Text>
            </div>
            {delivery.state === "dead" && (
              <Button variant="default" leftSection={<IconRefresh size={14} />} loading={retry.isPending} onClick={() => retry.mutate(delivery.id)}>
                {t("webhooks.again")}
              </Button>
            )}
          </Group>
        </Paper>
      ))}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("app.more")}
        </Button>
      )}
    </Stack>
  );
}
