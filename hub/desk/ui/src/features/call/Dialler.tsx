import { ActionIcon, Alert, Button, Divider, Group, Popover, Select, Stack, Tabs, Text, TextInput, Tooltip } from "@mantine/core";
import { IconPhone } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { useCallColleague, usePlaceCall } from "../../api/calls";
import { options, useDirectory } from "../../api/directory";
import { faultText } from "../../components/faults";
import { useT } from "../../i18n";
import { useCommand } from "../../keys/KeysProvider";
import { useMe } from "../../api/session";
import { AgentSelect } from "../conversation/TransferDialog";
import { AudioSettings } from "./AudioSettings";
import { Keypad } from "./Keypad";
import { dialled } from "./parties";
import { usePhone } from "./PhoneProvider";

/** The telephone in the top bar: call a number or a colleague, and choose the headset before going available. */
export function Dialler() {
  const t = useT();
  const { data } = useDirectory();
  const [open, setOpen] = useState(false);
  const voice = data?.entry_points.some((entry) => entry.channel === "voice" && entry.active) ?? false;
  useCommand({ id: "dialler", group: "general", label: t("call.dialler"), keys: "g c", run: () => setOpen(true) }, voice);
  if (!voice) return null;
  const close = () => setOpen(false);
  return (
    <Popover opened={open} onChange={setOpen} trapFocus returnFocus withArrow shadow="md" position="bottom-end">
      <Popover.Target>
        <Tooltip label={t("call.dialler")} disabled={open}>
          <ActionIcon variant="default" size={30} aria-label={t("call.dialler")} onClick={() => setOpen(!open)} data-testid="dialler">
            <IconPhone size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("call.dialler")} w={320} maw="calc(100vw - 16px)">
        {open && (
          <Tabs defaultValue="number" keepMounted={false}>
            <Tabs.List grow mb="sm">
              <Tabs.Tab value="number">{t("call.number")}</Tabs.Tab>
              <Tabs.Tab value="colleague">{t("call.colleague")}</Tabs.Tab>
              <Tabs.Tab value="audio" data-testid="dialler-audio">{t("audio.title")}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="number">
              <DialNumber onDone={close} />
            </Tabs.Panel>
            <Tabs.Panel value="colleague">
              <DialColleague onDone={close} />
            </Tabs.Panel>
            <Tabs.Panel value="audio">
              <AudioSettings />
            </Tabs.Panel>
          </Tabs>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function DialNumber({ onDone }: { onDone: () => void }) {
  const t = useT();
  const go = useNavigate();
  const place = usePlaceCall();
  const [phone] = usePhone();
  const { data } = useDirectory();
  const [typed, setTyped] = useState("");
  const [queue, setQueue] = useState<string | null>(null);
  const number = dialled(typed);
  const call = (event: FormEvent) => {
    event.preventDefault();
    if (!number) return;
    const done = ({ conversation }: { conversation: string }) => {
      onDone();
      void phone.take(conversation);
      void go(`/inbox/mine/${conversation}`);
    };
    place.mutate({ number, queue: queue ?? undefined }, { onSuccess: done });
  };
  return (
    <form onSubmit={call}>
      <Stack gap="xs">
        <TextInput type="tel" data-autofocus aria-label={t("call.number")} placeholder={t("call.numberHint")} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} data-testid="dial-number" />
        <Keypad onKey={(key) => setTyped(typed + key)} />
        <Select size="xs" clearable label={t("call.forQueue")} description={t("call.forQueueHint")} data={options(data?.queues.filter((each) => each.active))} value={queue} onChange={setQueue} comboboxProps={{ withinPortal: false }} />
        {place.error && <Alert color="red" role="alert">{faultText(place.error, t)}</Alert>}
        <Button type="submit" size="sm" color="teal.8" leftSection={<IconPhone size={16} />} disabled={!number} loading={place.isPending} data-testid="dial">
          {t("call.call")}
        </Button>
      </Stack>
    </form>
  );
}

function DialColleague({ onDone }: { onDone: () => void }) {
  const t = useT();
  const me = useMe();
  const [phone] = usePhone();
  const ring = useCallColleague();
  const [colleague, setColleague] = useState<string | null>(null);
  const call = () => {
    if (!colleague) return;
    const done = (placed: { call: string }) => {
      onDone();
      void phone.take(placed.call);
    };
    ring.mutate(colleague, { onSuccess: done });
  };
  return (
    <Stack gap="xs">
      <AgentSelect value={colleague} onChange={setColleague} except={me.id} inPlace />
      {ring.error && <Alert color="red" role="alert">{faultText(ring.error, t)}</Alert>}
      <Divider />
      <Group justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {t("call.colleagueHint")}
        </Text>
        <Button size="sm" color="teal.8" leftSection={<IconPhone size={16} />} disabled={!colleague} loading={ring.isPending} onClick={call} data-testid="dial-colleague">
          {t("call.call")}
        </Button>
      </Group>
    </Stack>
  );
}
