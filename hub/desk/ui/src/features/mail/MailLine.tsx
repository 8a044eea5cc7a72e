import { memo } from "react";
import { useMail } from "../../api/mail";
import type { Message } from "../../api/types";
import classes from "../conversation/Conversation.module.css";
import { Heading, Sources, kindOf } from "../conversation/MessageParts";
import { MailBody } from "./MailBody";
import { MailHead } from "./MailHead";
import { PostedMark } from "./Posted";

interface Props {
  message: Message;
  /** The conversation's; a mail's own is shown where it differs. */
  subject: string;
  faded?: boolean;
  menu?: React.ReactNode;
}

/** One mail: whom from and to, what is new in it, and everything else on demand. */
export const MailLine = memo(function MailLine({ message, subject, faded, menu }: Props) {
  const { data } = useMail(message);
  const side = message.direction === "inbound" ? classes.left : classes.right;
  return (
    <article className={`${classes.message} ${classes.mail} ${side}`} data-kind={kindOf(message)} data-faded={faded || undefined} data-testid="message" data-mail>
      <Heading message={message} mark={message.direction === "outbound" && <PostedMark message={message} />} menu={menu} />
      <div className={classes.bubble}>
        {data?.mail && <MailHead mail={data.mail} subject={subject} />}
        <MailBody message={message} view={data} />
      </div>
      <Sources message={message} />
    </article>
  );
});
