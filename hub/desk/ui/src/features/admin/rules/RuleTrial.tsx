import { Alert, Anchor, Badge, Button, Group, Stack, Switch, Table, Text } from "@mantine/core";
import { IconCheck, IconFlask, IconX } from "@tabler/icons-react";
import { useState } from "react";
import { Link } from "react-router";
import { useRuleTrial } from "../../../api/rules";
import type { Id, RuleDraft, RuleTrial as Trial } from "../../../api/types";
import { faultText } from "../../../components/faults";
import { When } from "../../../components/marks";
import { WideTable } from "../../../components/PageFrame";
import { useT } from "../../../i18n";

/** What the rule would have done with past mails, before it is switched on. */
export function RuleTrial({ draft, id }: { draft: RuleDraft; id: Id | undefined }) {
  const t = useT();
  const trial = useRuleTrial(id);
  const [others, setOthers] = useState(false);
  const tried = trial.data ?? [];
  const matched = tried.filter((each) => each.matched);
  const shown = others ? tried : matched;
  return (
    <Stack gap="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {t("trial.hint")}
        </Text>
        <Button variant="default" style={{ flexShrink: 0 }} leftSection={<IconFlask size={15} />} loading={trial.isPending} onClick={() => trial.mutate(draft)} data-testid="try-rule">
          {t("trial.start")}
        </Button>
      </Group>
      <div role="status">
        {trial.error && <Alert color="red">{faultText(trial.error, t)}</Alert>}
        {trial.data && (
          <Text size="sm" fw={550} data-testid="trial-result">
            {tried.length === 0 ? t("trial.noMail") : t("trial.result", { matched: matched.length, tried: tried.length })}
          </Text>
        )}
      </div>
      {tried.length > matched.length && (
        <Switch size="xs" label={t("trial.others")} checked={others} onChange={(event) => setOthers(event.currentTarget.checked)} />
      )}
      {shown.length > 0 && (
        <WideTable label={t("trial.matches")}>
          <Table verticalSpacing={4} fz="xs">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("trial.message")}</Table.Th>
                <Table.Th>{t("trial.sender")}</Table.Th>
                <Table.Th>{t("trial.conditions")}</Table.Th>
                <Table.Th>{t("quarantine.at")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((each) => (
                <Row key={each.message} trial={each} />
              ))}
            </Table.Tbody>
          </Table>
        </WideTable>
      )}
    </Stack>
  );
}

function Row({ trial }: { trial: Trial }) {
  const t = useT();
  return (
    <Table.Tr data-matched={trial.matched || undefined}>
      <Table.Th scope="row" fw={400}>
        <Anchor component={Link} to={`/inbox/all/${trial.conversation}`} size="xs">
          {trial.subject || t("trial.noSubject")}
        </Anchor>{" "}
        <Badge size="xs" color={trial.matched ? "green" : "gray"}>
          {trial.matched ? t("trial.fits") : t("trial.fitsNot")}
        </Badge>
      </Table.Th>
      <Table.Td data-label={t("trial.sender")}>{trial.sender}</Table.Td>
      <Table.Td data-label={t("trial.conditions")}>
        <Group gap={2} wrap="nowrap">
          {trial.held.map((held, place) => {
            const Icon = held ? IconCheck : IconX;
            const label = t(held ? "trial.held" : "trial.heldNot", { number: place + 1 });
            return <Icon key={place} size={14} role="img" aria-label={label} />;
          })}
        </Group>
      </Table.Td>
      <Table.Td data-label={t("quarantine.at")}>
        <When at={trial.at} />
      </Table.Td>
    </Table.Tr>
  );
}
