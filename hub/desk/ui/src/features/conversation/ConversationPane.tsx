import { Drawer } from "@mantine/core";
import { useDisclosure, useMediaQuery } from "@mantine/hooks";
import { useEffect, useMemo, useRef, useState } from "react";
import { useConversation } from "../../api/conversations";
import type { Scope } from "../../api/keys";
import { useMe } from "../../api/session";
import type { Id } from "../../api/types";
import { Busy } from "../../components/Busy";
import { faultText } from "../../components/faults";
import { Nothing, useCustomerName } from "../../components/marks";
import { useT } from "../../i18n";
import { recall, remember } from "../../lib/storage";
import { useWatch } from "../../live/LiveProvider";
import { ConversationCall } from "../call/ConversationCall";
import { Composer } from "../composer/Composer";
import { ConversationRecordings } from "../recordings/PlayerProvider";
import { RecordingStrip } from "../recordings/RecordingStrip";
import type { DraftUse } from "../mail/DraftCard";
import { ConversationHeader } from "./ConversationHeader";
import classes from "./Conversation.module.css";
import { SidePane } from "./SidePane";
import { Timeline } from "./Timeline";
import { useConversationMessages } from "./useConversationMessages";
import { WrapUp } from "./WrapUp";

/** Below this the facts about the contact open over the conversation instead of beside it. */
const WIDE = "(min-width: 80em)";

interface Props {
  id: Id;
  /** Given on a phone, where the list is another pane. */
  onBack?: () => void;
}

export function ConversationPane({ id, onBack }: Props) {
  const t = useT();
  const nameOf = useCustomerName();
  const me = useMe();
  const { data: view, error } = useConversation(id);
  const [scope, setScope] = useState<Scope>("conversation");
  const side = useSide();
  useWatch(id);
  const messages = useConversationMessages(id, scope, view?.conversation);
  const composer = useRef<DraftUse>(null);
  const drafts = useMemo<DraftUse>(
    () => ({
      use: (text) => composer.current?.use(text),
      send: (text) => composer.current?.send(text),
    }),
    [],
  );

  if (error) return <Nothing>{faultText(error, t)}</Nothing>;
  if (!view) return <Busy />;
  const item = view.work_item;
  const mayReply = view.conversation.agent === me.id && item?.state === "assigned";
  const wrapping = item?.state === "wrap_up" && item.agent === me.id;
  return (
    <>
      <section className={classes.pane} aria-label={t("conversation.with", { name: nameOf(view.contact, view.addresses, view.conversation.channel) })}>
        <ConversationHeader view={view} scope={scope} onScope={setScope} onBack={onBack} onSide={side.toggle} sideShown={side.shown} />
        <ConversationCall key={id} view={view} messages={messages} />
        <ConversationRecordings key={`recordings-${id}`} id={id}>
          <RecordingStrip />
          <Timeline id={id} messages={messages} scope={scope} view={view} onUse={mayReply ? drafts : null} />
        </ConversationRecordings>
        {wrapping && item && <WrapUp item={item} />}
        {!wrapping && <Composer view={view} messages={messages} handle={composer} />}
      </section>
      {side.beside && side.shown && (
        <aside className={classes.side} aria-label={t("side.label")}>
          <SidePane view={view} />
        </aside>
      )}
      {!side.beside && (
        <Drawer opened={side.shown} onClose={side.toggle} position="right" size={340} title={t("side.label")}>
          <SidePane view={view} />
        </Drawer>
      )}
    </>
  );
}

function useSide() {
  const beside = useMediaQuery(WIDE, window.matchMedia(WIDE).matches) ?? false;
  const [wide, setWide] = useState(() => recall("side") !== "closed");
  const [over, { toggle, close }] = useDisclosure(false);
  useEffect(() => {
    if (beside) close();
  }, [beside, close]);
  const toggleWide = () => {
    remember("side", wide ? "closed" : "open");
    setWide(!wide);
  };
  return { beside, shown: beside ? wide : over, toggle: beside ? toggleWide : toggle };
}
