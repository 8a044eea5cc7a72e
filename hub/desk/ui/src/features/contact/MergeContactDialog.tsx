import { Button, Group, Modal, Radio, Stack, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useContacts, useMergeContact } from "../../api/contacts";
import type { Contact } from "../../api/types";
import { Nothing, useContactName } from "../../components/marks";
import { useT } from "../../i18n";

interface Props {
  opened: boolean;
  onClose: () => void;
  contact: Contact;
}

/** Make this contact part of another one; it can be undone. */
export function MergeContactDialog({ opened, onClose, contact }: Props) {
  const t = useT();
  const nameOf = useContactName();
  const [text, setText] = useState("");
  const [q] = useDebouncedValue(text.trim(), 250);
  const [into, setInto] = useState<string | null>(null);
  const { data } = useContacts(q, opened && q.length > 0);
  const merge = useMergeContact(contact.id);
  const others = data?.filter((each) => each.id !== contact.id && !each.merged_into);
  const name = nameOf(contact);
  return (
    <Modal opened={opened} onClose={onClose} title={t("contact.mergeTitle", { name })}>
      <Stack>
        <Text size="sm">{t("contact.mergeText", { name })}</Text>
        <TextInput
          data-autofocus
          label={t("contact.find")}
          description={t("contact.findHint")}
          leftSection={<IconSearch size={14} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {q && others?.length === 0 && <Nothing>{t("app.nothingFound")}</Nothing>}
        {others && others.length > 0 && (
        <Radio.Group value={into} onChange={setInto} label={t("contact.mergeInto")}>
          <Stack gap="xs" mt="xs">
            {others?.map((each) => (
              <Radio key={each.id} value={each.id} label={nameOf(each)} description={each.company} />
            ))}
          </Stack>
        </Radio.Group>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("app.cancel")}
          </Button>
          <Button disabled={!into} loading={merge.isPending} onClick={() => into && merge.mutate(into, { onSuccess: onClose })}>
            {t("contact.merge")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
