import { Badge, Group, List, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconAlertTriangle, IconCheck } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { usePhrasingTrial } from "../../api/phrasing";
import type { PhrasingTrial } from "../../api/types";
import { Busy } from "../../components/Busy";
import { Markdown } from "../../components/Markdown";
import { useT } from "../../i18n";
import classes from "./Knowledge.module.css";

interface Props {
  question: string;
  language: string;
  /** The article's own words, in Markdown. */
  plain: string;
  asked: number;
}

/** The article's words and the language model's side by side, and which of them customers get and why. */
export function PhrasedTrial({ question, language, plain, asked }: Props) {
  const t = useT();
  const { data: trial, isPending } = usePhrasingTrial(question, language, asked);
  if (isPending) return <Busy />;
  if (!trial || trial.outcome === "off" || trial.outcome === "not_phrased") return null;
  const accepted = trial.outcome === "phrased";
  return (
    <Stack gap="xs" data-testid="try-phrasing">
      <Title order={2} size="h5">
        {t("phrasing.title")}
      </Title>
      <Text size="sm" c="dimmed">
        {t("phrasing.hint")}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Side title={t("phrasing.plain")} said={!accepted}>
          <Markdown text={plain} />
        </Side>
        <Side title={t("phrasing.model", { model: trial.model })} said={accepted}>
          {trial.raw ? <Markdown text={trial.raw} /> : <Text size="sm">{t(`phrasing.${failureOf(trial)}`)}</Text>}
        </Side>
      </SimpleGrid>
      <Findings trial={trial} />
      <Text size="xs" c="dimmed">
        {t("phrasing.asked", { question: trial.asked, seconds: trial.seconds.toFixed(1) })}
      </Text>
    </Stack>
  );
}

function Side({ title, said, children }: { title: string; said: boolean; children: ReactNode }) {
  const t = useT();
  return (
    <Paper withBorder p="sm" className={said ? classes.chosenAnswer : undefined}>
      <Group gap="xs" mb={6}>
        <Text size="sm" fw={600}>
          {title}
        </Text>
        {said && (
          <Badge color="green" leftSection={<IconCheck size={12} aria-hidden="true" />}>
            {t("phrasing.said")}
          </Badge>
        )}
      </Group>
      {children}
    </Paper>
  );
}

/** What the check says: all right, or each thing that is wrong with the words it is about. */
function Findings({ trial }: { trial: PhrasingTrial }) {
  const t = useT();
  if (trial.outcome === "phrased")
    return (
      <Text size="sm" data-testid="phrasing-passed">
        {t("phrasing.passed", { support: percent(trial.support), enough: percent(trial.enough) })}
      </Text>
    );
  if (trial.findings.length === 0)
    return (
      <Text size="sm">
        {t("phrasing.notSaid")} {trial.detail}
      </Text>
    );
  return (
    <Stack gap={4} data-testid="phrasing-findings">
      <Text size="sm">{t("phrasing.refused")}</Text>
      <List size="sm" spacing="xs" icon={<IconAlertTriangle size={14} aria-hidden="true" />}>
        {bySentence(trial.findings).map(([sentence, flaws]) => (
          <List.Item key={sentence}>
            {sentence && (
              <Text span size="xs" c="dimmed" display="block">
                {sentence}
              </Text>
            )}
            {flaws.map(({ fault, what }) => (
              <Text key={`${fault} ${what}`} span size="sm" display="block">
                {t(`phrasing.fault.${fault}`, { what: what ?? "" })}
              </Text>
            ))}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

type Flaws = NonNullable<PhrasingTrial["findings"]>;

/** What is wrong with each sentence, in the order of the answer. */
function bySentence(flaws: Flaws): [string, Flaws][] {
  const found = new Map<string, Flaws>();
  for (const flaw of flaws) found.set(flaw.sentence ?? "", [...(found.get(flaw.sentence ?? "") ?? []), flaw]);
  return [...found];
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

const failures = ["busy", "down", "timed_out", "unreachable", "status", "unreadable", "cut_off", "none"] as const;

const failureOf = ({ outcome }: PhrasingTrial) => failures.find((known) => known === outcome) ?? "unreadable";
