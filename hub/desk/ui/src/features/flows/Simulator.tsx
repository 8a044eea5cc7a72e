import { ActionIcon, Alert, Button, Group, NativeSelect, SimpleGrid, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconRefresh, IconSend, IconVolume } from "@tabler/icons-react";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { type TriedAnswer, useSimulate } from "../../api/flows";
import { useNames } from "../../api/directory";
import { faultText } from "../../components/faults";
import { SafeHtml } from "../../components/SafeHtml";
import { codeText, type Language, languages as all, useI18n } from "../../i18n";
import { fieldLabel, fieldText } from "../../lib/fields";
import classes from "./Flows.module.css";
import { kindText, outcomeText } from "./words";

const CHANNELS = ["chat", "voice", "sms", "email"] as const;
type Tried = (typeof CHANNELS)[number];

interface Line {
  user?: string;
  answer?: TriedAnswer;
}

interface Props {
  id: string;
  text: string;
  languages: unknown;
  broken: boolean;
  onVisited: (steps: string[]) => void;
  onStep: (step: string) => void;
}

/** A customer to try the flow with, saved or not, on any channel. Nothing happens for real: what would is in the steps. */
export function Simulator({ id, text, languages, broken, onVisited, onStep }: Props) {
  const { t, language } = useI18n();
  const spoken = Array.isArray(languages) ? languages.map(String) : [...all];
  const [speaks, setSpeaks] = useState<string>(spoken.includes(language) ? language : (spoken[0] ?? "en"));
  const [channel, setChannel] = useState<Tried>("chat");
  const [lines, setLines] = useState<Line[]>([]);
  const simulate = useSimulate();
  const input = useRef<HTMLInputElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const last = lines.at(-1)?.answer;
  const over = last !== undefined && (last.end || last.handoff !== null);
  const begun = lines.length > 0;

  // After each answer the next thing is typed, and the newest line is what one wants to see.
  useEffect(() => {
    if (!begun) return;
    end.current?.scrollIntoView({ block: "nearest" });
    input.current?.focus({ preventScroll: true });
  }, [begun, lines.length]);

  function say(user: string, value = "") {
    simulate.mutate(
      { id, text, language: speaks, channel, user, value, kind: begun ? "message" : "start", place: last?.place ?? null },
      {
        onSuccess: (answer) => {
          setLines([...lines, ...(begun ? [{ user }] : []), { answer }]);
          onVisited(answer.trace.map((step) => step.step));
        },
      },
    );
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const user = String(new FormData(form).get("said") ?? "").trim();
    if (!user || simulate.isPending) return;
    say(user);
    form.reset();
  }

  function again() {
    setLines([]);
    onVisited([]);
    simulate.reset();
  }

  return (
    <Stack gap="sm" data-testid="flow-simulator">
      <SimpleGrid cols={2} spacing="xs">
        <NativeSelect size="xs" label={t("flows.channel")} value={channel} onChange={(event) => setChannel(event.currentTarget.value as Tried)} data={CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) }))} disabled={begun} data-testid="flow-channel" />
        <NativeSelect size="xs" label={t("flows.speaks")} value={speaks} onChange={(event) => setSpeaks(event.currentTarget.value)} data={spoken.map((value) => ({ value, label: codeText(t, "language", value) }))} disabled={begun} />
      </SimpleGrid>
      {begun ? (
        <Button size="xs" variant="default" leftSection={<IconRefresh size={14} aria-hidden="true" />} onClick={again}>
          {t("flows.again")}
        </Button>
      ) : (
        <Button size="xs" onClick={() => say("")} loading={simulate.isPending} disabled={broken} data-testid="flow-begin">
          {t("flows.begin")}
        </Button>
      )}
      {!begun && (
        <Text size="xs" c="dimmed">
          {t(broken ? "flows.mendFirst" : "flows.tryHint")}
        </Text>
      )}
      <Stack gap={6} role="log" aria-label={t("flows.try")}>
        {lines.map((line, index) =>
          line.answer ? (
            line.answer.say.map((said, place) => <Said key={`${index} ${place}`} said={said} channel={channel} />)
          ) : (
            <div key={index} className={`${classes.said} ${classes.customer}`}>
              {line.user}
            </div>
          ),
        )}
        <div ref={end} />
      </Stack>
      {last && !over && <Choices answer={last} channel={channel} busy={simulate.isPending} onSay={say} />}
      {simulate.error && <Alert color="red">{faultText(simulate.error, t)}</Alert>}
      {last?.handoff && <HandedOff handoff={last.handoff} />}
      {last?.end && <Alert>{t("flows.ended")}</Alert>}
      {begun && !over && (
        <form onSubmit={submit}>
          <TextInput
            ref={input}
            name="said"
            size="sm"
            aria-label={t(channel === "voice" ? "flows.callerSays" : "flows.customerSays")}
            placeholder={t(channel === "voice" ? "flows.callerSays" : "flows.customerSays")}
            autoComplete="off"
            data-testid="flow-say"
            rightSection={
              <ActionIcon type="submit" aria-label={t("flows.say")} loading={simulate.isPending}>
                <IconSend size={16} aria-hidden="true" />
              </ActionIcon>
            }
          />
        </form>
      )}
      {last && <Collected answer={last} language={language} />}
      {last && <Trace answer={last} onStep={onStep} />}
    </Stack>
  );
}

/** A message as the channel brings it: on the phone, the words that are spoken. */
function Said({ said, channel }: { said: TriedAnswer["say"][number]; channel: Tried }) {
  const { t } = useI18n();
  if (channel === "chat" || channel === "email")
    return (
      <div className={`${classes.said} ${classes.bot}`} style={{ width: "85%" }}>
        <SafeHtml html={said.html} title={t("flows.said")} />
      </div>
    );
  return (
    <div className={`${classes.said} ${classes.bot}`} data-testid="flow-spoken">
      {channel === "voice" && <IconVolume size={14} aria-label={t("flows.spoken")} role="img" />} {channel === "voice" ? said.spoken : said.text}
    </div>
  );
}

/** Ways to answer: buttons in the chat, keys elsewhere. */
function Choices({ answer, channel, busy, onSay }: { answer: TriedAnswer; channel: Tried; busy: boolean; onSay: (user: string, value?: string) => void }) {
  if (answer.choices.length === 0) return null;
  return (
    <Group gap={6}>
      {answer.choices.map((choice, index) => {
        const key = choice.key || String(index + 1);
        return (
          <Button key={choice.value} size="xs" variant="default" disabled={busy} onClick={() => (channel === "chat" ? onSay(choice.label, choice.value) : onSay(key))}>
            {channel === "chat" ? choice.label : `${key} · ${choice.label}`}
          </Button>
        );
      })}
    </Group>
  );
}

function HandedOff({ handoff }: { handoff: NonNullable<TriedAnswer["handoff"]> }) {
  const { t } = useI18n();
  const names = useNames();
  const queue = names.queue(handoff.queue) || handoff.queue;
  return <Alert color="blue">{queue ? t("flows.handedOff", { queue }) : t("flows.handedOffAnywhere")}</Alert>;
}

function Collected({ answer, language }: { answer: TriedAnswer; language: Language }) {
  const { t } = useI18n();
  const known = answer.data.map((field) => ({ field, text: fieldText(field, language, t) })).filter((each) => each.text !== null);
  if (known.length === 0) return null;
  return (
    <Table fz="xs" data-testid="flow-data" captionSide="top">
      <Table.Caption ta="start">{t("flows.collected")}</Table.Caption>
      <Table.Tbody>
        {known.map(({ field, text }) => (
          <Table.Tr key={field.name}>
            <Table.Th scope="row">{fieldLabel(field, language)}</Table.Th>
            <Table.Td>{text}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function Trace({ answer, onStep }: { answer: TriedAnswer; onStep: (step: string) => void }) {
  const { t } = useI18n();
  return (
    <Table fz="xs" captionSide="top">
      <Table.Caption ta="start">{t("flows.trace")}</Table.Caption>
      <Table.Tbody>
        {answer.trace.map((step, index) => (
          <Table.Tr key={index}>
            <Table.Th scope="row" fw="normal">
              <Button size="compact-xs" variant="subtle" onClick={() => onStep(step.step)}>
                {step.step}
              </Button>
            </Table.Th>
            <Table.Td>
              {kindText(t, step.kind)}
              {step.outcome && `: ${outcomeText(t, step.outcome)}`}
              {Object.entries(step.variables ?? {}).map(([name, value]) => (
                <div key={name}>
                  {name} = {value}
                </div>
              ))}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
