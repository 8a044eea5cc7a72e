import { Button, Checkbox, Group, List, Modal, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useEraseContact, useErasurePlan } from "../../api/contacts";
import type { Contact } from "../../api/types";
import { Busy } from "../../components/Busy";
import { faultText, showDone } from "../../components/faults";
import { Nothing, useContactName } from "../../components/marks";
import { useT } from "../../i18n";

interface Props {
  opened: boolean;
  onClose: () => void;
  contact: Contact;
}

/** Say what erasing a person takes away, and do it once that was understood. */
export function EraseContactDialog({ opened, onClose, contact }: Props) {
  const t = useT();
  const name = useContactName()(contact);
  const { data: plan, error } = useErasurePlan(contact.id, opened);
  const erase = useEraseContact(contact.id);
  const [understood, setUnderstood] = useState(false);
  const close = () => {
    setUnderstood(false);
    onClose();
  };
  const done = () => {
    showDone(t("erase.begun", { name }));
    close();
  };
  return (
    <Modal opened={opened} onClose={close} title={t("erase.title", { name })}>
      <Stack>
        <Text size="sm">{t("erase.text")}</Text>
        {error && <Nothing>{faultText(error, t)}</Nothing>}
        {!plan && !error && <Busy />}
        {plan && (
          <List size="sm">
            <List.Item>{t("erase.conversations", { count: plan.conversations, messages: plan.messages })}</List.Item>
            {plan.open > 0 && <List.Item>{t("erase.open", { count: plan.open })}</List.Item>}
            <List.Item>{t("erase.files", { count: plan.files })}</List.Item>
            <List.Item>{t("erase.addresses", { count: plan.addresses })}</List.Item>
            {plan.contacts > 1 && <List.Item>{t("erase.merged", { count: plan.contacts - 1 })}</List.Item>}
            {plan.questions > 0 && <List.Item>{t("erase.questions", { count: plan.questions })}</List.Item>}
          </List>
        )}
        <Text size="sm">{t("erase.stays")}</Text>
        <Text size="sm">{t("erase.backups")}</Text>
        <Checkbox
          label={t("erase.understood")}
          checked={understood}
          onChange={(event) => setUnderstood(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            {t("app.cancel")}
          </Button>
          <Button
            color="red"
            disabled={!plan || !understood}
            loading={erase.isPending}
            onClick={() => erase.mutate(undefined, { onSuccess: done })}
          >
            {t("erase.do")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
