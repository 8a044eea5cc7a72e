import { Button, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useMergeConversation } from "../../api/conversations";
import { useContact } from "../../api/contacts";
import type { ConversationView } from "../../api/types";
import { ChannelIcon, Nothing, When } from "../../components/marks";
import { useT } from "../../i18n";

interface Props {
  opened: boolean;
  onClose: () => void;
  view: ConversationView;
}

/** Move this conversation into another one of the same contact; it can be undone. */
export function MergeDialog({ opened, onClose, view }: Props) {
  const t = useT();
  return (
    <Modal opened={opened} onClose={onClose} title={t("merge.title")}>
      {opened && <Choice view={view} onClose={onClose} />}
    </Modal>
  );
}

function Choice({ view, onClose }: { view: ConversationView; onClose: () => void }) {
  const t = useT();
  const go = useNavigate();
  const contact = useContact(view.contact.id);
  const merge = useMergeConversation(view.conversation.id);
  const [into, setInto] = useState<string | null>(null);
  const others = contact.data?.conversations.filter(
    (each) => each.id !== view.conversation.id && each.state !== "merged",
  );

  function submit() {
    if (!into) return;
    const done = () => {
      onClose();
      void go(`/inbox/all/${into}`);
    };
    merge.mutate(into, { onSuccess: done });
  }

  return (
    <Stack>
      <Text size="sm">{t("merge.text")}</Text>
      {others?.length === 0 && <Nothing>{t("merge.none")}</Nothing>}
      {others && others.length > 0 && (
      <Radio.Group value={into} onChange={setInto} label={t("merge.into")}>
        <Stack gap="xs" mt="xs">
          {others?.map((each) => (
            <Radio
              key={each.id}
              value={each.id}
              label={
                <Group gap={6} wrap="nowrap">
                  <ChannelIcon channel={each.channel} />
                  <span>{each.subject || each.last_text}</span>
                  <Text span size="xs" c="dimmed">
                    <When at={each.last_at} />
                  </Text>
                </Group>
              }
            />
          ))}
        </Stack>
      </Radio.Group>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("app.cancel")}
        </Button>
        <Button onClick={submit} disabled={!into} loading={merge.isPending}>
          {t("action.merge")}
        </Button>
      </Group>
    </Stack>
  );
}
