import { Button, Group, Modal, MultiSelect, Stack, TextInput } from "@mantine/core";
import { useState } from "react";
import { useMe } from "../../api/session";
import { useCreateToken } from "../../api/settings";
import { useT } from "../../i18n";
import { SecretOnce } from "./SecretOnce";

/** Make a token; its secret is shown this once. */
export function TokenDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useT();
  const create = useCreateToken();
  const close = () => {
    create.reset();
    onClose();
  };
  return (
    <Modal opened={opened} onClose={close} title={t("tokens.new")} closeOnClickOutside={!create.data}>
      {create.data ? <SecretOnce secret={create.data.secret} onClose={close} /> : <Wish create={create} />}
    </Modal>
  );
}

function Wish({ create }: { create: ReturnType<typeof useCreateToken> }) {
  const t = useT();
  const me = useMe();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<string[]>([]);
  const [until, setUntil] = useState("");
  const expires = until ? new Date(`${until}T23:59:59`).toISOString() : null;
  return (
    <Stack>
      <TextInput label={t("admin.name")} required data-autofocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <MultiSelect label={t("tokens.scopes")} required data={me.permissions} value={scopes} onChange={setScopes} />
      <TextInput type="date" label={t("tokens.expires")} value={until} onChange={(event) => setUntil(event.currentTarget.value)} />
      <Group justify="flex-end">
        <Button
          disabled={!name.trim() || scopes.length === 0}
          loading={create.isPending}
          onClick={() => create.mutate({ name: name.trim(), scopes, expires_at: expires })}
        >
          {t("tokens.make")}
        </Button>
      </Group>
    </Stack>
  );
}
