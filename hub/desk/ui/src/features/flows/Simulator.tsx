import { ActionIcon, Alert, Button, Group, NativeSelect, Stack, Table, Text, TextInput } from "@mantine/core";
import { IconRefresh, IconSend } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { type TriedAnswer, useSimulate } from "../../api/flows";
import { faultText } from "../../components/faults";
import { SafeHtml } from "../../components/SafeHtml";
import { type Language, languages as all, useI18n } from "../../i18n";
import { fieldLabel, fieldText } from "../../lib/fields";
import classes from "./Flows.module.css";

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
}

/** A customer to try the flow with, saved or not. Nothing happens for real: what would is in the steps. */
export function Simulator({ id, text, languages, broken, onVisited }: Props) {
  const { t, language } = useI18n();
  const spoken = Array.isArray(languages) ? languages.map(String) : [...all];
  const [speaks, setSpeaks] = useState<string>(spoken.includes(language) ? language : (spoken[0] ?? "en"));
  const [lines, setLines] = useState<Line[]>([]);
  const simulate = useSimulate();
  const last = lines.at(-1)?.answer;
  const over = last !== undefined && (last.end || last.handoff !== null);

  function say(user: string, value = "") {
    const begins = lines.length === 0;
    simulate.mutate(
      { id, text, language: speaks, user, value, kind: begins ? "start" : "message", place: last?.place ?? null },
      {
        onSuccess: (answer) => {
          setLines([...lines, ...(begins ? [] : [{ user }]), { answer }]);
          onVisited(answer.trace.map((step) => step.step));
        },
      },
    );
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const user = String(new FormData(form).get("said") ?? "").trim();
    if (!user) return;
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
      <Group justify="space-between">
        <NativeSelect size="xs" aria-label={t("flows.speaks")} value={speaks} onChange={(event) => setSpeaks(event.currentTarget.value)} data={spoken} disabled={lines.length > 0} />
        <Group gap={4}>
          <ActionIcon onClick={again} aria-label={t("flows.again")} title={t("flows.again")}>
            <IconRefresh size={16} />
          </ActionIcon>
          {lines.length === 0 && (
            <Button size="xs" onClick={() => say("")} loading={simulate.isPending} disabled={broken} data-testid="flow-begin">
              {t("flows.begin")}
            </Button>
          )}
        </Group>
      </Group>
      {lines.length === 0 && (
        <Text size="xs" c="dimmed">
          {t(broken ? "flows.mendFirst" : "flows.tryHint")}
        </Text>
      )}
      <Stack gap={6} role="log" aria-label={t("flows.try")}>
        {lines.map((line, index) =>
          line.answer ? (
            line.answer.say.map((said) => (
              <div key={`${index} ${said.text}`} className={`${classes.said} ${classes.bot}`} style={{ width: "85%" }}>
                <SafeHtml html={said.html} title={t("flows.said")} />
              </div>
            ))
          ) : (
            <div key={index} className={`${classes.said} ${classes.customer}`}>
              {line.user}
            </div>
          ),
        )}
      </Stack>
      {last && !over && last.choices.length > 0 && (
        <Group gap={6}>
          {last.choices.map((choice) => (
            <Button key={choice.value} size="compact-sm" variant="default" onClick={() => say(choice.label, choice.value)}>
              {choice.label}
            </Button>
          ))}
        </Group>
      )}
      {simulate.error && <Alert color="red">{faultText(simulate.error, t)}</Alert>}
      {last?.handoff && <Alert color="blue">{t("flows.handedOff", { queue: last.handoff.queue ?? "–" })}</Alert>}
      {last?.end && <Alert>{t("flows.ended")}</Alert>}
      {lines.length > 0 && !over && (
        <form onSubmit={submit}>
          <TextInput
            name="said"
            size="sm"
            aria-label={t("flows.customerSays")}
            placeholder={t("flows.customerSays")}
            autoComplete="off"
            data-testid="flow-say"
            rightSection={
              <ActionIcon type="submit" aria-label={t("flows.say")} loading={simulate.isPending}>
                <IconSend size={16} />
              </ActionIcon>
            }
          />
        </form>
      )}
      {last && <Collected answer={last} language={language} />}
      {last && <Trace answer={last} />}
    </Stack>
  );
}

function Collected({ answer, language }: { answer: TriedAnswer; language: Language }) {
  const { t } = useI18n();
  const known = answer.data.map((field) => ({ field, text: fieldText(field, language, t) })).filter((each) => each.text !== null);
  if (known.length === 0) return null;
  return (
    <Table fz="xs" data-testid="flow-data">
      <Table.Caption>{t("flows.collected")}</Table.Caption>
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

function Trace({ answer }: { answer: TriedAnswer }) {
  const { t } = useI18n();
  return (
    <Table fz="xs">
      <Table.Caption>{t("flows.trace")}</Table.Caption>
      <Table.Tbody>
        {answer.trace.map((step, index) => (
          <Table.Tr key={index}>
            <Table.Th scope="row">{step.step}</Table.Th>
            <Table.Td>
              {step.kind} {step.outcome}
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
