import { Alert, Badge, Button, Group, Paper, SegmentedControl, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { type LedConversation, type ReplayedTurn, useLedConversations, useReplay } from "../../api/flows";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { ChannelName } from "../../components/marks";
import { useI18n } from "../../i18n";
import { fullTime } from "../../lib/time";
import { outcomeText } from "./words";

interface Props {
  id: string;
  text: string;
  broken: boolean;
  onVisited: (steps: string[]) => void;
}

/** Real conversations that the flow led: what it did in each, and what it would do now. */
export function FlowReplay({ id, text, broken, onVisited }: Props) {
  const { t } = useI18n();
  const { data, error } = useLedConversations(id);
  const [chosen, setChosen] = useState<LedConversation | null>(null);
  if (error) return <Alert color="red">{faultText(error, t)}</Alert>;
  if (!data) return <Busy />;
  if (chosen) return <Replayed led={chosen} id={id} text={text} broken={broken} onVisited={onVisited} onBack={() => setChosen(null)} />;
  return (
    <Stack gap="xs">
      <Text size="xs" c="dimmed">
        {t(data.length === 0 ? "flows.noneLed" : "flows.ledHint")}
      </Text>
      {data.map((led) => (
        <Led key={led.conversation} led={led} onOpen={() => setChosen(led)} />
      ))}
    </Stack>
  );
}

function Led({ led, onOpen }: { led: LedConversation; onOpen: () => void }) {
  const { t, language } = useI18n();
  return (
    <Paper withBorder p="xs">
      <Group justify="space-between" wrap="nowrap">
        <div>
          <Text size="sm" component="div">
            <ChannelName channel={led.channel} />
          </Text>
          <Text size="xs" c="dimmed">
            {fullTime(led.at, language)} · {t("flows.turns", { count: led.turns })} · {led.step}
          </Text>
        </div>
        <Button size="xs" variant="default" onClick={onOpen}>
          {t("flows.replay")}
        </Button>
      </Group>
    </Paper>
  );
}

interface ReplayedProps extends Props {
  led: LedConversation;
  onBack: () => void;
}

function Replayed({ led, id, text, broken, onVisited, onBack }: ReplayedProps) {
  const { t } = useI18n();
  const [how, setHow] = useState("then");
  const replay = useReplay();
  const run = (chosen: string) => {
    setHow(chosen);
    replay.mutate(
      { conversation: led.conversation, id, text: chosen === "now" ? text : "" },
      { onSuccess: (turns) => onVisited(turns.flatMap((turn) => turn.now.map((step) => step.split(":")[0] ?? ""))) },
    );
  };
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Button size="xs" variant="default" onClick={onBack}>
          {t("inbox.back")}
        </Button>
        <SegmentedControl
          size="xs"
          value={how}
          onChange={setHow}
          aria-label={t("flows.replayAs")}
          data={[
            { value: "then", label: t("flows.asThen") },
            { value: "now", label: t("flows.asNow"), disabled: broken },
          ]}
        />
      </Group>
      <Text size="xs" c="dimmed">
        {t(how === "then" ? "flows.asThenHint" : "flows.asNowHint")}
      </Text>
      <Button size="xs" onClick={() => run(how)} loading={replay.isPending} data-testid="flow-replay">
        {t("flows.replay")}
      </Button>
      {replay.error && <Alert color="red">{faultText(replay.error, t)}</Alert>}
      {replay.data?.map((turn) => (
        <ReplayedLine key={turn.id} turn={turn} />
      ))}
    </Stack>
  );
}

function ReplayedLine({ turn }: { turn: ReplayedTurn }) {
  const { t } = useI18n();
  return (
    <Paper withBorder p="xs">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Text size="sm" fw={550} style={{ overflowWrap: "anywhere" }}>
          {turn.text || t("flows.noWords")}
        </Text>
        <Badge size="sm" color={turn.same ? "green" : "orange"} style={{ flexShrink: 0 }}>
          {t(turn.same ? "flows.wentSame" : "flows.wentElsewhere")}
        </Badge>
      </Group>
      <Text size="xs">{turn.says.join(" ")}</Text>
      <Way label={t("flows.stepsThen")} steps={turn.before} />
      {!turn.same && <Way label={t("flows.stepsNow")} steps={turn.now} />}
    </Paper>
  );
}

function Way({ label, steps }: { label: string; steps: string[] }) {
  const { t } = useI18n();
  const told = steps.map((step) => {
    const [name = "", ...outcome] = step.split(": ");
    return outcome.length > 0 ? `${name} (${outcomeText(t, outcome.join(": "))})` : name;
  });
  return (
    <Text size="xs" c="dimmed">
      {label} {told.join(" → ")}
    </Text>
  );
}
