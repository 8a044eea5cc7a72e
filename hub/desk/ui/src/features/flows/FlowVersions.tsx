import { Badge, Button, Collapse, Group, Paper, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useNames } from "../../api/directory";
import { type Flow, type FlowVersion, useFlowVersions } from "../../api/flows";
import { Busy } from "../../components/Busy";
import { showDone } from "../../components/faults";
import { useI18n } from "../../i18n";
import { fullTime } from "../../lib/time";
import { TextChanges } from "./TextChanges";

interface Props {
  flow: Flow;
  /** The text as it stands in the editor. */
  text: string;
  onTake?: (text: string) => void;
}

/** Saved versions, newest first; each can be compared with its forerunner or with what is being edited, and taken up again. */
export function FlowVersions({ flow, text, onTake }: Props) {
  const { t } = useI18n();
  const { data } = useFlowVersions(flow.id, true);
  if (!data) return <Busy />;
  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        {t("flows.versionsHint")}
      </Text>
      {data.map((version, index) => (
        <Version key={version.id} version={version} before={data[index + 1]} text={text} live={version.number === flow.published} onTake={onTake} />
      ))}
    </Stack>
  );
}

interface VersionProps {
  version: FlowVersion;
  before?: FlowVersion;
  text: string;
  live: boolean;
  onTake?: (text: string) => void;
}

function Version({ version, before, text, live, onTake }: VersionProps) {
  const { t, language } = useI18n();
  const names = useNames();
  const [open, setOpen] = useState(false);
  const [against, setAgainst] = useState(before ? "before" : "editor");
  const name = t("flows.version", { number: version.number });
  const isPresent = version.text === text;

  function take() {
    onTake?.(version.text);
    showDone(t("flows.taken_up", { number: version.number }));
  }

  return (
    <Paper withBorder p="xs" component="section" aria-label={name}>
      <Text size="sm" fw={550} component="div">
        {name} {live && <Badge size="xs">{t("flows.state.published")}</Badge>} {isPresent && <Badge size="xs" color="gray">{t("flows.inEditor")}</Badge>}
      </Text>
      <Text size="xs" c="dimmed">
        {[names.staff(version.author), fullTime(version.at, language)].filter(Boolean).join(" · ")}
      </Text>
      <Group gap={6} mt={6}>
        <Button size="compact-sm" variant="default" onClick={() => setOpen(!open)} aria-expanded={open}>
          {t("flows.compare")}
        </Button>
        {onTake && (
          <Button size="compact-sm" variant="default" disabled={isPresent} onClick={take}>
            {t("flows.take")}
          </Button>
        )}
      </Group>
      <Collapse expanded={open}>
        {open && (
          <Stack gap={6} mt="xs">
            {before && (
              <SegmentedControl
                size="xs"
                value={against}
                onChange={setAgainst}
                aria-label={t("flows.compareWith")}
                data={[
                  { value: "before", label: t("flows.withBefore") },
                  { value: "editor", label: t("flows.withEditor") },
                ]}
              />
            )}
            {against === "before" ? <TextChanges before={before?.text ?? ""} after={version.text} /> : <TextChanges before={version.text} after={text} />}
          </Stack>
        )}
      </Collapse>
    </Paper>
  );
}
