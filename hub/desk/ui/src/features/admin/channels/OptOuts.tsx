import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useAllowAgain, useOptOuts } from "../../../api/channels";
import type { OptedOut, SmsRoute } from "../../../api/types";
import { Nothing, When } from "../../../components/marks";
import { useT } from "../../../i18n";

/** Who asked for no more SMS from a route, and since when; a number can be taken off the list by hand. */
export function OptOuts({ record }: { record: SmsRoute }) {
  const t = useT();
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useOptOuts(record.id);
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack gap="xs" mt="xl" data-testid="opt-outs">
      <Title order={2}>{t("optOuts.title")}</Title>
      <Text size="xs" c="dimmed">
        {t("optOuts.hint", { words: record.stop_words.join(", "), start: record.start_words[0] ?? "START" })}
      </Text>
      {data && items.length === 0 && <Nothing>{t("optOuts.none")}</Nothing>}
      {items.map((each) => (
        <Item key={each.id} item={each} route={record.id} />
      ))}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("app.more")}
        </Button>
      )}
    </Stack>
  );
}

function Item({ item, route }: { item: OptedOut; route: string }) {
  const t = useT();
  const allow = useAllowAgain(route);
  const [sure, setSure] = useState(false);
  return (
    <Paper withBorder p="xs" data-testid="opt-out">
      <Group justify="space-between" wrap="nowrap">
        <div className="grow">
          <Text size="sm" fw={550} className="number">
            {item.number || t("erase.number")}
          </Text>
          <Text size="xs" c="dimmed">
            {item.name && `${item.name} · `}
            <When at={item.at} />
          </Text>
          {sure && <Text size="xs">{t("optOuts.means")}</Text>}
        </div>
        <Button
          variant={sure ? "filled" : "default"}
          color={sure ? "red" : undefined}
          style={{ flexShrink: 0 }}
          loading={allow.isPending}
          onClick={() => (sure ? allow.mutate(item.id) : setSure(true))}
        >
          {sure ? t("optOuts.sure") : t("optOuts.allow")}
        </Button>
      </Group>
    </Paper>
  );
}
