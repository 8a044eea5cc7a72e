import { useDirectory } from "../../api/directory";
import type { ConversationView, Id } from "../../api/types";
import { baseLanguage, useT } from "../../i18n";
import classes from "../mail/Mail.module.css";

/** The signature that will stand below the mail: the queue's, in the customer's language. */
export function Signature({ view: { conversation }, entryPoint }: { view: ConversationView; entryPoint: Id }) {
  const t = useT();
  const { data } = useDirectory();
  const queue = conversation.queue ?? data?.entry_points.find((each) => each.id === entryPoint)?.queue;
  const texts = data?.queues.find((each) => each.id === queue)?.mail_signature ?? {};
  const text = texts[conversation.language] || texts[baseLanguage(conversation.language)] || texts["en"];
  if (!text) return null;
  return (
    <p className={classes.signature} aria-label={t("mail.signature")} data-testid="signature">
      {`-- \n${text}`}
    </p>
  );
}
