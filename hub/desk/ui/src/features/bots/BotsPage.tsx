import { Button, Group, NativeSelect, SimpleGrid, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useState } from "react";
import { type BotFigures, reportFile, type ReportScope, useBotReport } from "../../api/bots";
import { useDirectory, useNames } from "../../api/directory";
import type { Channel } from "../../api/types";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { Nothing } from "../../components/marks";
import { PageFrame } from "../../components/PageFrame";
import { codeText, useT } from "../../i18n";
import { now } from "../../lib/clock";
import { span } from "../../lib/time";
import { Bars } from "./Bars";
import { DayChart } from "./DayChart";
import { FigureTable, percent } from "./FigureTable";
import { useBotName } from "./useBotName";

const DAY = 86_400_000;
const channels: Channel[] = ["chat", "email", "sms", "fax", "voice"];
const dayOf = (moment: number) => new Date(moment).toISOString().slice(0, 10);

/** How bots do: what they settle, what they hand over and why, what they cannot answer. */
export default function BotsPage() {
  const t = useT();
  const nameOf = useBotName();
  const names = useNames();
  const { data: directory } = useDirectory();
  const [scope, setScope] = useState<ReportScope>(() => ({
    since: dayOf(now() - 29 * DAY),
    until: dayOf(now()),
    bot: null,
    queue: null,
    channel: null,
  }));
  const { data, error } = useBotReport(scope);
  const [bots, setBots] = useState<string[]>([]);
  const known = [...new Set([...bots, ...Object.keys(data?.bots ?? {})])].sort();
  if (known.length > bots.length) setBots(known);
  const set = (change: Partial<ReportScope>) => setScope({ ...scope, ...change });
  return (
    <PageFrame
      title={t("bots.title")}
      actions={
        <Button component="a" href={reportFile(scope)} download variant="default" leftSection={<IconDownload size={15} />} data-testid="bots-file">
          {t("bots.file")}
        </Button>
      }
    >
      <Group gap="sm" align="flex-end" mb="md">
        <TextInput type="date" label={t("bots.since")} value={scope.since} max={scope.until} onChange={(event) => set({ since: event.currentTarget.value })} />
        <TextInput type="date" label={t("bots.until")} value={scope.until} min={scope.since} onChange={(event) => set({ until: event.currentTarget.value })} />
        <Pick label={t("bots.bot")} all={t("bots.all")} value={scope.bot} onChange={(bot) => set({ bot })} data={known.map((bot) => ({ value: bot, label: nameOf(bot) }))} />
        <Pick label={t("live.queue")} all={t("bots.all")} value={scope.queue} onChange={(queue) => set({ queue })} data={(directory?.queues ?? []).map((queue) => ({ value: queue.id, label: queue.name }))} />
        <Pick label={t("bots.channel")} all={t("bots.all")} value={scope.channel} onChange={(channel) => set({ channel })} data={channels.map((channel) => ({ value: channel, label: t(`channel.${channel}`) }))} />
      </Group>
      {error && <Nothing>{faultText(error, t)}</Nothing>}
      {!data && !error && <Busy />}
      {data && data.total.stretches === 0 && data.total.helpful === 0 && data.total.not_helpful === 0 && <Nothing>{t("bots.nothing")}</Nothing>}
      {data && data.total.stretches! > 0 && (
        <Stack gap="lg">
          <Tiles figures={data.total} />
          <section>
            <Title order={2} size="h3" mb="xs">{t("bots.days")}</Title>
            <DayChart since={data.since} until={data.until} days={data.days ?? {}} />
          </section>
          <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
            <section>
              <Title order={2} size="h3" mb="xs">{t("bots.reasons")}</Title>
              <Bars rows={Object.entries(data.total.reasons ?? {}).map(([reason, count]) => ({ name: codeText(t, "reason", reason), count }))} />
            </section>
            <section>
              <Title order={2} size="h3" mb="xs">{t("bots.opinions")}</Title>
              <Bars
                rows={[
                  { name: t("bots.helpful"), count: data.total.helpful ?? 0 },
                  { name: t("bots.notHelpful"), count: data.total.not_helpful ?? 0 },
                ]}
              />
            </section>
          </SimpleGrid>
          <FigureTable title={t("bots.byBot")} rows={data.bots ?? {}} name={nameOf} />
          <FigureTable title={t("bots.byQueue")} rows={data.queues ?? {}} name={(queue) => names.queue(queue) || t("bots.noQueue")} />
          <FigureTable title={t("bots.byChannel")} rows={data.channels ?? {}} name={(channel) => codeText(t, "channel", channel)} />
        </Stack>
      )}
    </PageFrame>
  );
}

interface PickProps {
  label: string;
  all: string;
  value: string | null;
  onChange: (value: string | null) => void;
  data: { value: string; label: string }[];
}

function Pick({ label, all, value, onChange, data }: PickProps) {
  return <NativeSelect label={label} value={value ?? ""} onChange={(event) => onChange(event.currentTarget.value || null)} data={[{ value: "", label: all }, ...data]} />;
}

function Tiles({ figures }: { figures: BotFigures }) {
  const t = useT();
  const tiles: [string, string, string?][] = [
    [t("bots.containment"), percent(figures.containment), t("bots.containmentHint")],
    [t("bots.stretches"), String(figures.stretches)],
    [t("bots.handedOff"), String(figures.handed_off)],
    [t("bots.givenUp"), String(figures.given_up), t("bots.givenUpHint")],
    [t("bots.missed"), String(figures.missed)],
    [t("bots.turns"), figures.turns === null || figures.turns === undefined ? "–" : figures.turns.toFixed(1)],
    [t("bots.handoffTime"), figures.handoff_seconds === null || figures.handoff_seconds === undefined ? "–" : span(figures.handoff_seconds)],
  ];
  return (
    <SimpleGrid cols={{ base: 2, sm: 4, lg: 7 }} component="dl" m={0} data-testid="bot-tiles">
      {tiles.map(([name, value, hint]) => (
        <div key={name}>
          <Text component="dt" size="xs" c="dimmed">{name}</Text>
          <Text component="dd" m={0} size="xl" fw={650} className="number">{value}</Text>
          {hint && <Text component="dd" m={0} size="xs" c="dimmed">{hint}</Text>}
        </div>
      ))}
    </SimpleGrid>
  );
}
