import { Badge, Button, Code, Collapse, Group, Paper, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { type Flow, type FlowVersion, useFlowVersions } from "../../api/flows";
import { Busy } from "../../components/Busy";
import { useI18n } from "../../i18n";
import { useNames } from "../../api/directory";
import { fullTime } from "../../lib/time";

/** Saved versions, newest first; an earlier one can be looked at and taken up again. */
export function FlowVersions({ flow, onTake }: { flow: Flow; onTake?: (text: string) => void }) {
  const { data } = useFlowVersions(flow.id, true);
  if (!data) return <Busy />;
  return (
    <Stack gap="xs">
      {data.map((version) => (
        <Version key={version.id} version={version} live={version.number === flow.published} onTake={onTake} />
      ))}
    </Stack>
  );
}

function Version({ version, live, onTake }: { version: FlowVersion; live: boolean; onTake?: (text: string) => void }) {
  const { t, language } = useI18n();
  const names = useNames();
  const [open, setOpen] = useState(false);
  return (
    <Paper withBorder p="xs">
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text size="sm" fw={550}>
            {t("flows.version", { number: version.number })} {live && <Badge size="xs">{t("flows.state.published")}</Badge>}
          </Text>
          <Text size="xs" c="dimmed">
            {names.staff(version.author)} · {fullTime(version.at, language)}
          </Text>
        </div>
        <Group gap={4}>
          <Button size="compact-xs" variant="subtle" onClick={() => setOpen(!open)} aria-expanded={open}>
            {t("flows.look")}
          </Button>
          {onTake && (
            <Button size="compact-xs" variant="subtle" onClick={() => onTake(version.text)}>
              {t("flows.take")}
            </Button>
          )}
        </Group>
      </Group>
      <Collapse expanded={open}>
        <Code block mt="xs" style={{ maxHeight: 300, overflow: "auto" }} tabIndex={0}>
          {version.text}
        </Code>
      </Collapse>
    </Paper>
  );
}
