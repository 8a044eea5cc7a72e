import { Anchor, Button, Group, Table, Text } from "@mantine/core";
import { IconDownload, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useState } from "react";
import { useQuarantine, useQuarantineStep } from "../../../api/channels";
import { quarantineUrl } from "../../../api/client";
import { useNames } from "../../../api/directory";
import type { Quarantined } from "../../../api/types";
import { Busy } from "../../../components/Busy";
import { faultText, showDone } from "../../../components/faults";
import { Nothing, When } from "../../../components/marks";
import { PageFrame, WideTable } from "../../../components/PageFrame";
import { useT, whyText } from "../../../i18n";
import { bytes } from "../../../lib/time";

/** What came from outside and could not be taken in; the rest went on. */
export function QuarantineSection() {
  const t = useT();
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useQuarantine();
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <PageFrame title={t("admin.quarantine")}>
      <Text size="sm" c="dimmed" mb="md">
        {t("quarantine.hint")}
      </Text>
      {error && !data && <Nothing>{faultText(error, t)}</Nothing>}
      {!data && !error && <Busy />}
      {data && items.length === 0 && <Nothing>{t("quarantine.none")}</Nothing>}
      {items.length > 0 && (
        <WideTable label={t("admin.quarantine")}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("quarantine.reason")}</Table.Th>
                <Table.Th>{t("channels.entryPoint")}</Table.Th>
                <Table.Th>{t("quarantine.at")}</Table.Th>
                <Table.Th>{t("quarantine.file")}</Table.Th>
                <Table.Th>{t("live.actions")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((each) => (
                <Item key={each.id} item={each} />
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      {hasNextPage && (
        <Button variant="default" mt="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("app.more")}
        </Button>
      )}
    </PageFrame>
  );
}

function Item({ item }: { item: Quarantined }) {
  const t = useT();
  const names = useNames();
  const step = useQuarantineStep(item.id);
  const [sure, setSure] = useState(false);
  const retry = () => step.mutate("retry", { onSuccess: () => showDone(t("quarantine.taken")) });
  return (
    <Table.Tr>
      <Table.Th scope="row" fw={550}>
        {whyText(t, item.reason)}
      </Table.Th>
      <Table.Td data-label={t("channels.entryPoint")}>{names.entryPoint(item.entry_point)}</Table.Td>
      <Table.Td data-label={t("quarantine.at")}>
        <When at={item.at} />
      </Table.Td>
      <Table.Td data-label={t("quarantine.file")}>
        <Anchor href={quarantineUrl(item.id)} download={item.file.name} size="sm">
          <Group gap={4} wrap="nowrap">
            <IconDownload size={14} aria-hidden="true" />
            {item.file.name}
            <Text span size="xs" c="dimmed">
              {bytes(item.file.size)}
            </Text>
          </Group>
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          <Button variant="default" leftSection={<IconRefresh size={14} />} loading={step.isPending} onClick={retry}>
            {t("quarantine.retry")}
          </Button>
          <Button
            variant={sure ? "filled" : "subtle"}
            color="red"
            leftSection={<IconTrash size={14} />}
            onClick={() => (sure ? step.mutate("delete") : setSure(true))}
          >
            {sure ? t("app.deleteSure") : t("app.delete")}
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
