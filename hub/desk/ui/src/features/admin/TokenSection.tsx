import { Badge, Button, Group, Table, Text, VisuallyHidden } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useNames } from "../../api/directory";
import { useSettings } from "../../api/settings";
import { Busy } from "../../components/Busy";
import { Nothing, When } from "../../components/marks";
import { PageFrame, WideTable } from "../../components/PageFrame";
import { useT } from "../../i18n";
import { Delete } from "./RecordDrawer";
import { TokenDialog } from "./TokenDialog";

/** Tokens for programs. */
export function TokenSection() {
  const t = useT();
  const names = useNames();
  const { data } = useSettings("tokens");
  const [making, setMaking] = useState(false);
  return (
    <PageFrame
      title={t("admin.tokens")}
      actions={
        <Button leftSection={<IconPlus size={15} />} onClick={() => setMaking(true)} data-testid="new-tokens">
          {t("app.new")}
        </Button>
      }
    >
      {!data && <Busy />}
      {data?.length === 0 && <Nothing>{t("tokens.hint")}</Nothing>}
      {data && data.length > 0 && (
        <WideTable label={t("admin.tokens")}>
          <Table verticalSpacing="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("admin.name")}</Table.Th>
                <Table.Th>{t("tokens.scopes")}</Table.Th>
                <Table.Th>{t("tokens.madeBy")}</Table.Th>
                <Table.Th>{t("tokens.expires")}</Table.Th>
                <Table.Th>{t("tokens.used")}</Table.Th>
                <Table.Th>
                  <VisuallyHidden>{t("app.delete")}</VisuallyHidden>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.map((token) => (
                <Table.Tr key={token.id}>
                  <Table.Th scope="row" fw={550}>
                    {token.name}
                  </Table.Th>
                  <Table.Td data-label={t("tokens.scopes")}>
                    <Group gap={4}>
                      {token.scopes.map((scope) => (
                        <Badge key={scope} color="gray">
                          {scope}
                        </Badge>
                      ))}
                    </Group>
                  </Table.Td>
                  <Table.Td data-label={t("tokens.madeBy")}>{names.staff(token.created_by)}</Table.Td>
                  <Table.Td data-label={t("tokens.expires")}>{token.expires_at ? <When at={token.expires_at} /> : t("tokens.never")}</Table.Td>
                  <Table.Td data-label={t("tokens.used")}>{token.last_used_at ? <When at={token.last_used_at} /> : <Text size="sm">–</Text>}</Table.Td>
                  <Table.Td>
                    <Delete kind="tokens" id={token.id} onDone={() => undefined} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      <TokenDialog opened={making} onClose={() => setMaking(false)} />
    </PageFrame>
  );
}
