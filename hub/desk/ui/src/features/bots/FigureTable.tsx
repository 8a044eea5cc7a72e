import { Table, Title } from "@mantine/core";
import type { BotFigures } from "../../api/bots";
import { WideTable } from "../../components/PageFrame";
import { useT } from "../../i18n";
import { span } from "../../lib/time";

export const percent = (share: number | null | undefined): string => (share === null || share === undefined ? "–" : `${Math.round(share * 100)}%`);

interface Props {
  title: string;
  rows: Record<string, BotFigures>;
  name: (key: string) => string;
}

/** Figures side by side: of bots, queues or channels. */
export function FigureTable({ title, rows, name }: Props) {
  const t = useT();
  const columns: [string, (one: BotFigures) => string][] = [
    [t("bots.stretches"), (one) => String(one.stretches)],
    [t("bots.containment"), (one) => percent(one.containment)],
    [t("bots.contained"), (one) => String(one.contained)],
    [t("bots.givenUp"), (one) => String(one.given_up)],
    [t("bots.handedOff"), (one) => String(one.handed_off)],
    [t("bots.missed"), (one) => String(one.missed)],
    [t("bots.helpful"), (one) => `${one.helpful} / ${(one.helpful ?? 0) + (one.not_helpful ?? 0)}`],
    [t("bots.turns"), (one) => (one.turns ?? null) === null ? "–" : one.turns!.toFixed(1)],
    [t("bots.handoffTime"), (one) => (one.handoff_seconds ?? null) === null ? "–" : span(one.handoff_seconds!)],
  ];
  return (
    <section>
      <Title order={2} size="h3" mb="xs">{title}</Title>
      <WideTable label={title} numbers>
        <Table highlightOnHover verticalSpacing="xs" className="number">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("admin.name")}</Table.Th>
              {columns.map(([column]) => (
                <Table.Th key={column} ta="right">{column}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {Object.entries(rows).map(([key, one]) => (
              <Table.Tr key={key}>
                <Table.Th scope="row" fw={550}>{name(key)}</Table.Th>
                {columns.map(([column, cell]) => (
                  <Table.Td key={column} data-label={column} ta="right">{cell(one)}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </WideTable>
    </section>
  );
}
