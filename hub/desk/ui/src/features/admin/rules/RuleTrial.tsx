import { Alert, Anchor, Badge, Button, Group, Stack, Table, Text } from "@mantine/core";
import { IconFlask } from "@tabler/icons-react";
import { Link } from "react-router";
import { useRuleTrial } from "../../../api/rules";
import type { RuleDraft } from "../../../api/types";
import { faultText } from "../../../components/faults";
import { When } from "../../../components/marks";
import { WideTable } from "../../../components/PageFrame";
import { useT } from "../../../i18n";

/** What the rule would have done with past messages, before it is switched on. */
export function RuleTrial({ draft }: { draft: RuleDraft }) {
  const t = useT();
  const trial = useRuleTrial();
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text size="sm" c="dimmed" className="grow">
          {t("trial.hint")}
        </Text>
        <Button variant="default" leftSection={<IconFlask size={15} />} loading={trial.isPending} onClick={() => trial.mutate(draft)} data-testid="try-rule">
          {t("trial.start")}
        </Button>
      </Group>
      <div role="status">
        {trial.error && <Alert color="red">{faultText(trial.error, t)}</Alert>}
        {trial.data && (
          <Text size="sm" fw={550} data-testid="trial-result">
            {t("trial.result", { matched: trial.data.matched, tried: trial.data.tried })}
          </Text>
        )}
      </div>
      {trial.data && trial.data.matches.length > 0 && (
        <WideTable label={t("trial.matches")}>
          <Table verticalSpacing={4} fz="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("trial.message")}</Table.Th>
                <Table.Th>{t("trial.sender")}</Table.Th>
                <Table.Th>{t("quarantine.at")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {trial.data.matches.map((each) => (
                <Table.Tr key={each.message}>
                  <Table.Th scope="row" fw={400}>
                    <Anchor component={Link} to={`/inbox/all/${each.conversation}`} size="xs">
                      {each.subject || each.text}
                    </Anchor>
                  </Table.Th>
                  <Table.Td data-label={t("trial.sender")}>{each.sender}</Table.Td>
                  <Table.Td data-label={t("quarantine.at")}>
                    <When at={each.at} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
      {trial.data?.matched === 0 && <Badge color="orange">{t("trial.none")}</Badge>}
    </Stack>
  );
}
