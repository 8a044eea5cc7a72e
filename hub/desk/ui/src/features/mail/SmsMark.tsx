import { useMail } from "../../api/mail";
import type { Message } from "../../api/types";
import { useT } from "../../i18n";
import { smsSize } from "../../lib/sms";
import { PostedMark } from "./Posted";

/** How many SMS a message is, and what became of it. */
export function SmsMark({ message }: { message: Message }) {
  const t = useT();
  const { data } = useMail(message);
  const sms = data?.dispatch?.channel === "sms";
  // Markdown loses its signs on the way, so only its dispatch knows how long it became.
  const known = data?.dispatch?.parts.length || (message.format === "markdown" ? 0 : smsSize(message.text).parts);
  return (
    <>
      {sms && known > 0 && <span data-testid="sms-parts">{t(known === 1 ? "sms.onePart" : "sms.parts", { count: known })}</span>}
      <PostedMark message={message} />
    </>
  );
}
