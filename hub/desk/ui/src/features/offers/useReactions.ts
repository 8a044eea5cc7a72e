import { useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { keys } from "../../api/keys";
import { preference } from "../../api/session";
import type { Conversation, ConversationView, Id, Me } from "../../api/types";
import { showNews } from "../../components/news";
import { useI18n } from "../../i18n";
import { notifyDesktop } from "../../lib/desktop";
import { soundMessage, soundOffer } from "../../lib/sound";
import type { Reactions } from "../../live/apply";

/** Sounds and desktop notifications for offers, and for messages of one's own conversations. */
export function useReactions(me: Me): Reactions {
  const client = useQueryClient();
  const { latest } = useI18n();
  const go = useNavigate();
  const sounds = preference(me, "sounds") === "on";
  return useMemo(() => {
    const mine = (id: Id): Conversation | undefined => {
      const known = client.getQueryData<ConversationView>(keys.conversation(id))?.conversation;
      return known?.agent === me.id ? known : undefined;
    };
    return {
      offered(offer) {
        const t = latest();
        // A call rings until it is answered; see OfferStack.
        if (sounds && offer.channel !== "voice") soundOffer();
        notifyDesktop(t(offer.channel === "voice" ? "call.incoming" : "offer.title"), t(`channel.${offer.channel}`), offer.id);
      },
      messaged(message) {
        const t = latest();
        const mentioned = message.mentions.includes(me.id) && message.author.id !== me.id;
        if (mentioned) {
          const title = t("message.mentioned", { name: message.author.name });
          notifyDesktop(title, message.text, message.id);
          // Whoever looks at the conversation sees the note there.
          const elsewhere = !location.pathname.includes(message.conversation);
          if (elsewhere) showNews(title, message.text, () => void go(`/inbox/all/${message.conversation}`));
        }
        if (message.direction !== "inbound" || !mine(message.conversation)) return;
        if (sounds && !document.hasFocus()) soundMessage();
        notifyDesktop(message.author.name || t("contact.unnamed"), message.text, message.conversation);
      },
    };
  }, [client, go, latest, me.id, sounds]);
}
