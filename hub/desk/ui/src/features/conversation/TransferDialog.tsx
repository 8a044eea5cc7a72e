import { Button, Group, Modal, SegmentedControl, Select, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { options, useDirectory } from "../../api/directory";
import type { Requirement, WorkItem } from "../../api/types";
import { type TransferTo, useWork } from "../../api/work";
import { PresenceDot } from "../../components/marks";
import { SkillsInput } from "../../components/SkillsInput";
import { useT } from "../../i18n";

type Way = "queue" | "skills" | "agent";
const ways: Way[] = ["queue", "skills", "agent"];

interface Props {
  opened: boolean;
  onClose: () => void;
  item: WorkItem;
}

/** Hand a work item to another queue, to a skill or to a person, with a word for whoever gets it. */
export function TransferDialog({ opened, onClose, item }: Props) {
  const t = useT();
  const go = useNavigate();
  const work = useWork();
  const [way, setWay] = useState<Way>("queue");
  const [queue, setQueue] = useState<string | null>(null);
  const [agent, setAgent] = useState<string | null>(null);
  const [skills, setSkills] = useState<Requirement[]>([]);
  const [note, setNote] = useState("");
  const target: Record<Way, Omit<TransferTo, "note"> | null> = {
    queue: queue ? { queue } : null,
    agent: agent ? { agent } : null,
    skills: skills.length > 0 ? { skills } : null,
  };
  const chosen = target[way];

  function submit() {
    if (!chosen) return;
    const done = () => {
      onClose();
      void go("/inbox/mine");
    };
    work.mutate({ item: item.id, step: "transfer", body: { ...chosen, note } }, { onSuccess: done });
  }

  return (
    <Modal opened={opened} onClose={onClose} title={t("transfer.title")}>
      <Stack>
        <SegmentedControl
          fullWidth
          aria-label={t("transfer.way")}
          value={way}
          onChange={(value) => setWay(value as Way)}
          data={ways.map((value) => ({ value, label: t(`transfer.${value}`) }))}
        />
        {way === "queue" && <QueueSelect value={queue} onChange={setQueue} except={item.queue} />}
        {way === "agent" && <AgentSelect value={agent} onChange={setAgent} except={item.agent} />}
        {way === "skills" && <SkillsInput value={skills} onChange={setSkills} />}
        <Textarea
          label={t("transfer.note")}
          description={t("transfer.noteHint")}
          autosize
          minRows={2}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
          data-testid="transfer-note"
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button onClick={submit} disabled={!chosen} loading={work.isPending} data-testid="transfer-submit">
            {t("action.transfer")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface SelectProps {
  value: string | null;
  onChange: (value: string | null) => void;
  except: string | null;
}

function QueueSelect({ value, onChange, except }: SelectProps) {
  const t = useT();
  const { data } = useDirectory();
  const queues = data?.queues.filter((queue) => queue.active && queue.id !== except);
  return (
    <Select
      label={t("transfer.queue")}
      searchable
      data-autofocus
      data={options(queues)}
      value={value}
      onChange={onChange}
      nothingFoundMessage={t("app.nothingFound")}
      data-testid="transfer-queue"
    />
  );
}

/** `onlineOnly`: who is not signed in cannot be given work by hand. `inPlace`: in what closes when one clicks elsewhere. */
export function AgentSelect({ value, onChange, except, onlineOnly, inPlace }: SelectProps & { onlineOnly?: boolean; inPlace?: boolean }) {
  const t = useT();
  const { data } = useDirectory();
  const presence = (id: string) => data?.agents.find((state) => state.id === id)?.presence ?? "offline";
  const agents = data?.staff.filter((person) => person.active && person.roles.includes("agent") && person.id !== except);
  return (
    <Select
      label={t("transfer.agent")}
      description={onlineOnly && t("assign.hint")}
      comboboxProps={{ shadow: "md", withinPortal: !inPlace }}
      searchable
      data={options(agents).map((each) => ({ ...each, disabled: onlineOnly && presence(each.value) === "offline" }))}
      value={value}
      onChange={onChange}
      nothingFoundMessage={t("app.nothingFound")}
      renderOption={({ option }) => (
        <Group gap="xs">
          <PresenceDot presence={presence(option.value)} />
          {option.label}{" "}
          <Text span size="xs" c="dimmed">
            {t(`presence.${presence(option.value)}`)}
          </Text>
        </Group>
      )}
      data-testid="transfer-agent"
    />
  );
}
