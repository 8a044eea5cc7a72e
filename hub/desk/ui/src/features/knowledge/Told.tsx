import { Anchor, Button, Group, NativeSelect, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { useNames } from "../../api/directory";
import { type ToldFilters, toldFile, type ToldView, useTold } from "../../api/evidence";
import type { Article } from "../../api/types";
import { Busy } from "../../components/Busy";
import { ChannelName, Nothing, When } from "../../components/marks";
import { WideTable } from "../../components/PageFrame";
import { useT } from "../../i18n";

/** The customers who got an answer from an article, so that an error can be put right with them. */
export function Told({ article }: { article: Article }) {
  const t = useT();
  const [filters, setFilters] = useState<ToldFilters>({});
  const { data, hasNextPage, fetchNextPage, isFetchingNextPage } = useTold(article.id, filters);
  const rows = data?.pages.flatMap((page) => page.items) ?? [];
  const set = (change: ToldFilters) => setFilters((old) => ({ ...old, ...change }));
  const numbers = Array.from({ length: article.revision }, (_, place) => String(article.revision - place));
  return (
    <Stack gap="sm" data-testid="told-list">
      <Text size="sm">{t("told.hint")}</Text>
      <Group gap="xs" align="flex-end">
        <NativeSelect
          size="xs"
          label={t("told.revision")}
          value={filters.revision ?? ""}
          onChange={(event) => set({ revision: event.currentTarget.value })}
          data={[{ value: "", label: t("told.anyRevision") }, ...numbers.map((value) => ({ value, label: t("article.revision", { number: value }) }))]}
        />
        <TextInput size="xs" type="date" label={t("told.since")} value={filters.since ?? ""} onChange={(event) => set({ since: event.currentTarget.value })} />
        <TextInput size="xs" type="date" label={t("told.until")} value={filters.until ?? ""} onChange={(event) => set({ until: event.currentTarget.value })} />
        <Button component="a" href={toldFile(article.id, filters)} download variant="default" leftSection={<IconDownload size={15} />}>
          {t("told.file")}
        </Button>
      </Group>
      {!data && <Busy />}
      {data && rows.length === 0 && <Nothing>{t("told.none")}</Nothing>}
      {rows.length > 0 && (
        <WideTable label={t("told.title")}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("told.customer")}</Table.Th>
                <Table.Th>{t("told.at")}</Table.Th>
                <Table.Th>{t("told.revision")}</Table.Th>
                <Table.Th>{t("told.channel")}</Table.Th>
                <Table.Th>{t("told.by")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((row) => (
                <ToldRow key={row.id} row={row} />
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      {hasNextPage && (
        <Button variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("app.more")}
        </Button>
      )}
    </Stack>
  );
}

function ToldRow({ row }: { row: ToldView }) {
  const t = useT();
  const names = useNames();
  const failed = row.delivery === "failed" || row.delivery === "unknown";
  const name = row.contact ? row.contact.name || row.addresses[0] || t("contact.unnamed") : t("told.hidden");
  return (
    <Table.Tr data-testid="told-row">
      <Table.Th scope="row" fw={550} data-label={t("told.customer")}>
        {row.conversation ? (
          <Anchor component={Link} to={`/inbox/all/${row.conversation}`} size="sm">
            {name}
          </Anchor>
        ) : (
          name
        )}
      </Table.Th>
      <Table.Td data-label={t("told.at")}>
        <When at={row.at} />
      </Table.Td>
      <Table.Td data-label={t("told.revision")} className="number">
        {row.revision}
      </Table.Td>
      <Table.Td data-label={t("told.channel")}>
        <ChannelName channel={row.channel} />
        {failed && (
          <Text size="xs" c="red">
            {t("told.failed")}
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label={t("told.by")}>
        {row.by_kind === "bot" ? t("message.bot") : names.staff(row.by)}
        {row.phrased && (
          <Text size="xs" c="dimmed">
            {t("told.phrased", { model: row.phrased })}
          </Text>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
