import { Alert, Button, Drawer, Group, Modal, Stack } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import { ApiError } from "../../api/client";
import { type Kind, type Kinds, useDeleteSetting, useSaveSetting } from "../../api/settings";
import { faultText, showDone } from "../../components/faults";
import { codeText, useT } from "../../i18n";
import type { RecordSectionProps } from "./RecordSection";
import { SecretOnce } from "./SecretOnce";

type Props<K extends Kind, D extends object> = RecordSectionProps<K, D> & {
  record: Kinds[K] | undefined;
  onClose: () => void;
};

/** One record's form, with save and delete; what the hub refuses is shown at its field. */
export function RecordDrawer<K extends Kind, D extends object>(props: Props<K, D>) {
  const { kind, record, onClose, name, form: Form, extra: Extra } = props;
  const t = useT();
  const [draft, setDraft] = useState<D>(() => (record ? props.draftOf(record) : props.blank()));
  const [secret, setSecret] = useState("");
  const save = useSaveSetting(kind);
  const fault = save.error;
  const field = fault instanceof ApiError ? fault.field : "";

  function submit(event: FormEvent) {
    event.preventDefault();
    const done = (saved: Kinds[K]) => {
      showDone(t("app.saved"));
      const made = props.made?.of(saved, draft);
      if (made) setSecret(made);
      else onClose();
    };
    save.mutate({ id: record?.id, draft }, { onSuccess: done });
  }

  if (secret)
    return (
      <Modal opened onClose={onClose} title={props.made?.label} closeOnClickOutside={false}>
        <SecretOnce secret={secret} onClose={onClose} />
      </Modal>
    );
  return (
    <Drawer opened onClose={onClose} position="right" size={520} title={record ? name(record) : t("admin.newOf", { kind: codeText(t, "kind", kind.replaceAll("-", "_")) })}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm">
          {fault && (
            <Alert color="red" role="alert">
              {faultText(fault, t)}
              {field && ` (${field})`}
            </Alert>
          )}
          <Form
            draft={draft}
            record={record}
            set={(change) => setDraft((old) => ({ ...old, ...change }))}
            fault={(path) => (fault && (field === path || field.startsWith(`${path}[`)) ? faultText(fault, t) : undefined)}
          />
          <Group justify="space-between" mt="sm">
            {record ? <Delete kind={kind} id={record.id} onDone={onClose} /> : <span />}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t("app.cancel")}
              </Button>
              <Button type="submit" loading={save.isPending} data-testid="save">
                {t("app.save")}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
      {record && Extra && <Extra record={record} />}
    </Drawer>
  );
}

/** Asks once more in place before it deletes. */
export function Delete({ kind, id, onDone }: { kind: Kind; id: string; onDone: () => void }) {
  const t = useT();
  const [sure, setSure] = useState(false);
  const remove = useDeleteSetting(kind);
  if (!sure)
    return (
      <Button variant="subtle" color="red" leftSection={<IconTrash size={15} />} onClick={() => setSure(true)}>
        {t("app.delete")}
      </Button>
    );
  return (
    <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(id, { onSuccess: onDone, onError: () => setSure(false) })}>
      {t("app.deleteSure")}
    </Button>
  );
}
