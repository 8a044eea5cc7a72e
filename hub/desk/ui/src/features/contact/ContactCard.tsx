import { Button, Group, NativeSelect, Stack, Switch, TagsInput, Text, TextInput, Textarea } from "@mantine/core";
import { IconGitMerge, IconUserX } from "@tabler/icons-react";
import { useState } from "react";
import { type ContactChange, useEditContact } from "../../api/contacts";
import { useMe } from "../../api/session";
import type { Address, Contact } from "../../api/types";
import { Initials, useCustomerName } from "../../components/marks";
import { languages, useT } from "../../i18n";
import { AddressList } from "./AddressList";
import { AttributesInput } from "./AttributesInput";
import { EraseContactDialog } from "./EraseContactDialog";
import { MergeContactDialog } from "./MergeContactDialog";

/** Who the contact is. Every field saves itself when left. */
export function ContactCard({ contact, addresses }: { contact: Contact; addresses: Address[] }) {
  const t = useT();
  const name = useCustomerName()(contact, addresses);
  const edit = useEditContact(contact.id);
  const [merging, setMerging] = useState(false);
  const [erasing, setErasing] = useState(false);
  const mayErase = useMe().permissions.includes("contacts:erase");
  const save = (change: ContactChange) => edit.mutate(change);

  const text = (name: "name" | "company") => (
    <TextInput
      key={`${name}${contact[name]}`}
      size="xs"
      label={t(`contact.${name}`)}
      defaultValue={contact[name]}
      onBlur={(event) => {
        const value = event.currentTarget.value.trim();
        if (value !== contact[name]) save({ [name]: value });
      }}
    />
  );
  return (
    <Stack gap="xs">
      <Group wrap="nowrap">
        <Initials name={name} size={40} />
        <div className="grow">
          <Text fw={600} truncate>
            {name}
          </Text>
          <Text size="xs" c="dimmed" truncate>
            {contact.company}
          </Text>
        </div>
      </Group>
      <AddressList addresses={addresses} />
      {text("name")}
      {text("company")}
      <NativeSelect
        size="xs"
        label={t("contact.language")}
        value={contact.language}
        onChange={(event) => save({ language: event.currentTarget.value })}
        data={[
          { value: "", label: t("contact.languageUnknown") },
          ...languages.map((value) => ({ value, label: t(`language.${value}`) })),
        ]}
      />
      <Textarea
        key={contact.notes}
        size="xs"
        label={t("contact.notes")}
        autosize
        maxRows={6}
        defaultValue={contact.notes}
        onBlur={(event) => {
          const notes = event.currentTarget.value;
          if (notes !== contact.notes) save({ notes });
        }}
      />
      <TagsInput size="xs" label={t("contact.tags")} value={contact.tags} onChange={(tags) => save({ tags })} />
      <AttributesInput value={contact.attributes} onChange={(attributes) => save({ attributes })} />
      <Switch
        size="xs"
        label={t("contact.blocked")}
        checked={contact.blocked}
        onChange={(event) => save({ blocked: event.currentTarget.checked })}
      />
      <Button variant="default" leftSection={<IconGitMerge size={15} />} onClick={() => setMerging(true)} w="fit-content">
        {t("contact.merge")}
      </Button>
      {mayErase && (
        <Button
          variant="subtle"
          color="red"
          leftSection={<IconUserX size={15} />}
          onClick={() => setErasing(true)}
          w="fit-content"
        >
          {t("erase.begin")}
        </Button>
      )}
      <EraseContactDialog opened={erasing} onClose={() => setErasing(false)} contact={contact} />
      <MergeContactDialog opened={merging} onClose={() => setMerging(false)} contact={contact} />
    </Stack>
  );
}
