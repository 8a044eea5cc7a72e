import { useMediaQuery } from "@mantine/hooks";
import { IconInbox } from "@tabler/icons-react";
import { Center, Stack, Text, VisuallyHidden } from "@mantine/core";
import { useT } from "../../i18n";
import { NARROW } from "../../lib/layout";
import { ConversationPane } from "../conversation/ConversationPane";
import classes from "./Inbox.module.css";
import { ListPane } from "./ListPane";
import { useInboxRoute } from "./useInboxRoute";

export function InboxPage() {
  const t = useT();
  const { conversation, open } = useInboxRoute();
  const narrow = useMediaQuery(NARROW, window.matchMedia(NARROW).matches);
  return (
    <div className={classes.page}>
      {!conversation && <VisuallyHidden component="h1">{t("nav.inbox")}</VisuallyHidden>}
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
