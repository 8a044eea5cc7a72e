import { Button, Table, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";
import { useNavigate, useParams } from "react-router";
import { type Kind, type Kinds, useSettings } from "../../api/settings";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { Nothing } from "../../components/marks";
import { PageFrame, WideTable } from "../../components/PageFrame";
import { useT } from "../../i18n";
import { RecordDrawer } from "./RecordDrawer";

export interface Column<T> {
  name: string;
  cell: (record: T) => ReactNode;
}

/** What a form gets: the draft, a way to change it, and what the hub said about a field. */
export interface FormProps<K extends Kind, D> {
  draft: D;
  set: (change: Partial<D>) => void;
  fault: (field: string) => string | undefined;
  record: Kinds[K] | undefined;
}

interface Props<K extends Kind, D extends object> {
  kind: K;
  /** Where the section is, when that is not the kind. */
  path?: string;
  title: string;
  hint: string;
  name: (record: Kinds[K]) => string;
  columns: Column<Kinds[K]>[];
  /** What a new record starts with. */
  blank: () => D;
  /** What of a record is edited. */
  draftOf: (record: Kinds[K]) => D;
  form: ComponentType<FormProps<K, D>>;
  /** A secret the hub made on saving, which is shown this once. */
  made?: { label: string; of: (saved: Kinds[K], draft: D) => string };
  /** Shown under the form of a record that exists. */
  extra?: ComponentType<{ record: Kinds[K] }>;
}

/** A table of records of one kind, each opened in a drawer with its form. */
export function RecordSection<K extends Kind, D extends object>(props: Props<K, D>) {
  const { kind, title, name, columns, hint } = props;
  const t = useT();
  const go = useNavigate();
  const { id } = useParams<"id">();
  const { data, error } = useSettings(kind);
  const path = `/admin/${props.path ?? kind}`;
  const chosen = data?.find((record) => record.id === id);
  return (
    <PageFrame
      title={title}
      actions={
        <Button leftSection={<IconPlus size={15} />} onClick={() => void go(`${path}/new`)} data-testid={`new-${kind}`}>
          {t("app.new")}
        </Button>
      }
    >
      {error && !data && <Nothing>{faultText(error, t)}</Nothing>}
      {!data && !error && <Busy />}
      {data?.length === 0 && <Nothing>{hint}</Nothing>}
      {data && data.length > 0 && (
        <WideTable label={title}>
          <Table highlightOnHover verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("admin.name")}</Table.Th>
                {columns.map((column) => (
                  <Table.Th key={column.name}>{column.name}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {[...data]
                .sort((a, b) => name(a).localeCompare(name(b)))
                .map((record) => (
                  <Table.Tr key={record.id}>
                    <Table.Th scope="row" fw={550}>
                      <UnstyledButton fz="sm" fw={550} c="var(--mantine-color-anchor)" onClick={() => void go(`${path}/${record.id}`)}>
                        {name(record)}
                      </UnstyledButton>
                    </Table.Th>
                    {columns.map((column) => (
                      <Table.Td key={column.name} data-label={column.name}>
                        {column.cell(record)}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      {(id === "new" || chosen) && <RecordDrawer key={id} {...props} record={chosen} onClose={() => void go(path)} />}
    </PageFrame>
  );
}

export type { Props as RecordSectionProps };
