import { ActionIcon, Menu } from "@mantine/core";
import { IconArrowsSplit2, IconBook, IconDots } from "@tabler/icons-react";
import { useNavigate } from "react-router";
import { useSplit } from "../../api/conversations";
import { useDraftFrom } from "../../api/evidence";
import { useMe } from "../../api/session";
import type { Message } from "../../api/types";
import { showDone } from "../../components/faults";
import { useT } from "../../i18n";

/** What one may do with a message. */
export function MessageMenu({ message }: { message: Message }) {
  const t = useT();
  const me = useMe();
  const go = useNavigate();
  const split = useSplit(message.conversation);
  const draft = useDraftFrom("messages");
  const isAnswer = message.author.kind === "agent" && message.direction === "outbound";
  const toArticle = () => draft.mutate(message.id, { onSuccess: () => showDone(t("message.toArticleDone")) });
  if (!me.permissions.includes("conversations:write")) return null;
  const begin = () => split.mutate(message.id, { onSuccess: (made) => void go(`/inbox/all/${made.id}`) });
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <ActionIcon size="xs" aria-label={t("message.menu", { name: message.author.name || t("message.bot") })} data-testid="message-menu">
          <IconDots size={14} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconArrowsSplit2 size={16} />} disabled={split.isPending} onClick={begin} data-testid="split">
          {t("message.split")}
        </Menu.Item>
        {isAnswer && (
          <Menu.Item leftSection={<IconBook size={16} />} disabled={draft.isPending} onClick={toArticle} data-testid="to-article">
            {t("message.toArticle")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
