import { Alert, Button, Group, Modal, SegmentedControl, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useState } from "react";
import { useFlowOptions } from "../../api/bots";
import { type CallView, refOf, type TransferKind, useCallStep } from "../../api/calls";
import { options, useDirectory } from "../../api/directory";
import { useMe } from "../../api/session";
import { faultText } from "../../components/faults";
import { localized, useI18n } from "../../i18n";
import { AgentSelect } from "../conversation/TransferDialog";
import { dialled } from "./parties";

interface Props {
  /** To hand the caller on, or to ask somebody in. */
  mode: "transfer" | "invite";
  opened: boolean;
  onClose: () => void;
  call: CallView;
}

const ways: Record<Props["mode"], TransferKind[]> = { transfer: ["agent", "queue", "flow", "number"], invite: ["agent", "number"] };

/** Give the caller to somebody at once or after asking them, or bring somebody into the call. */
export function HandOver({ mode, opened, onClose, call }: Props) {
  const { t } = useI18n();
  const step = useCallStep(refOf(call), { quiet: true });
  const [way, setWay] = useState<TransferKind>("agent");
  const [targets, setTargets] = useState<Partial<Record<TransferKind, string | null>>>({});
  const [note, setNote] = useState("");
  const target = (way === "number" ? dialled(targets.number ?? "") : targets[way]) ?? "";
  const person = way === "agent" || way === "number";

  const close = () => {
    step.reset();
    setTargets({});
    setNote("");
    onClose();
  };
  const transfer = () => step.mutate({ step: "transfer", body: { kind: way, target, note } }, { onSuccess: close });
  const invite = () => step.mutate({ step: "invite", body: { kind: way === "number" ? "number" : "colleague", target } }, { onSuccess: close });
  const choose = (value: string | null) => setTargets({ ...targets, [way]: value });
  return (
    <Modal opened={opened} onClose={close} title={t(mode === "transfer" ? "call.transferTitle" : "call.inviteTitle")}>
      <Stack gap="sm">
        <SegmentedControl
          fullWidth
          aria-label={t("transfer.way")}
          value={way}
          onChange={(value) => {
            step.reset();
            setWay(value as TransferKind);
          }}
          data={ways[mode].map((value) => ({ value, label: t(`call.to.${value}`) }))}
        />
        <Target way={way} value={targets[way] ?? null} onChange={choose} />
        {mode === "transfer" && way !== "number" && <Textarea label={t("transfer.note")} autosize maxRows={4} value={note} onChange={(event) => setNote(event.currentTarget.value)} data-testid="call-transfer-note" />}
        {step.error && <Alert color="red" role="alert">{faultText(step.error, t)}</Alert>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {t("app.cancel")}
          </Button>
          {person && (
            <Button variant={mode === "transfer" ? "default" : "filled"} disabled={!target} loading={step.isPending} onClick={invite} data-testid="call-ask">
              {t(mode === "transfer" ? "call.askFirst" : "call.callThem")}
            </Button>
          )}
          {mode === "transfer" && (
            <Button disabled={!target} loading={step.isPending} onClick={transfer} data-testid="call-transfer-now">
              {t("call.transferNow")}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

interface TargetProps {
  way: TransferKind;
  value: string | null;
  onChange: (value: string | null) => void;
}

function Target({ way, value, onChange }: TargetProps) {
  const { t, language } = useI18n();
  const me = useMe();
  const { data: directory } = useDirectory();
  const { data: flows } = useFlowOptions(way === "flow");
  switch (way) {
    case "agent":
      return <AgentSelect value={value} onChange={onChange} except={me.id} />;
    case "queue":
      return <Select label={t("transfer.queue")} searchable data={options(directory?.queues.filter((queue) => queue.active))} value={value} onChange={onChange} nothingFoundMessage={t("app.nothingFound")} data-testid="call-queue" />;
    case "flow":
      return <Select label={t("flow.which")} data={(flows ?? []).map((each) => ({ value: each.id, label: localized(each.title, language) || each.id }))} value={value} onChange={onChange} data-testid="call-flow" />;
    case "number":
      return <TextInput type="tel" label={t("call.number")} description={t("call.numberHint")} value={value ?? ""} onChange={(event) => onChange(event.currentTarget.value)} data-testid="call-number" />;
  }
}
