import { Stack, Text, UnstyledButton } from "@mantine/core";
import { Link } from "react-router";
import { useContact } from "../../api/contacts";
import type { Id } from "../../api/types";
import { ChannelIcon, Nothing, When } from "../../components/marks";
import { useT } from "../../i18n";
import classes from "./Contact.module.css";

export function EarlierConversations({ contact, except }: { contact: Id; except: Id }) {
  const t = useT();
  const { data } = useContact(contact);
  const others = data?.conversations.filter((each) => each.id !== except && each.state !== "merged");
  if (!others || others.length === 0) return <Nothing>{t("contact.noEarlier")}</Nothing>;
  return (
    <Stack gap={2}>
      {others.map((each) => (
        <UnstyledButton key={each.id} component={Link} to={`/inbox/all/${each.id}`} className={classes.earlier}>
          <ChannelIcon channel={each.channel} />
          <Text span size="sm" truncate className="grow">
            {each.subject || each.last_text || t("row.empty")}
          </Text>
          <Text span size="xs" c="dimmed">
            <When at={each.last_at} />
          </Text>
        </UnstyledButton>
      ))}
    </Stack>
  );
}
