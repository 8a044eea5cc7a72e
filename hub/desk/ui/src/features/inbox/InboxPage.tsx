import { useMediaQuery } from "@mantine/hooks";
import { IconInbox } from "@tabler/icons-react";
import { Center, Stack, Text } from "@mantine/core";
import { useT } from "../../i18n";
import { ConversationPane } from "../conversation/ConversationPane";
import classes from "./Inbox.module.css";
import { ListPane } from "./ListPane";
import { useInboxRoute } from "./useInboxRoute";

/** Phones show either the list or the conversation. */
export const NARROW = "(max-width: 48em)";

export function InboxPage() {
  const { conversation, open } = useInboxRoute();
  const narrow = useMediaQuery(NARROW, window.matchMedia(NARROW).matches);
  return (
    <div className={classes.page}>
      {!(narrow && conversation) && <ListPane />}
      {conversation ? (
        <ConversationPane key={conversation} id={conversation} onBack={narrow ? () => open() : undefined} />
      ) : (
        !narrow && <NoneChosen />
      )}
    </div>
  );
}

function NoneChosen() {
  const t = useT();
  return (
    <Center className="grow">
      <Stack align="center" gap="xs" c="dimmed">
        <IconInbox size={40} stroke={1.2} aria-hidden="true" />
        <Text size="sm">{t("inbox.choose")}</Text>
      </Stack>
    </Center>
  );
}
