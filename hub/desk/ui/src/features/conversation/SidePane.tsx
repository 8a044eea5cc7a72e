import { Accordion } from "@mantine/core";
import { useBriefing } from "../../api/bots";
import type { ConversationView } from "../../api/types";
import { useT } from "../../i18n";
import { ContactCard } from "../contact/ContactCard";
import { EarlierConversations } from "../contact/EarlierConversations";
import { Merges } from "../contact/Merges";
import { BriefingFacts } from "./BriefingFacts";
import { Collected } from "./Collected";
import { ConversationFacts } from "./ConversationFacts";
import { WorkFacts } from "./WorkFacts";

const sections = ["collected", "briefing", "contact", "conversation", "work", "earlier", "merges"];

/** What is known about the contact and the work. */
export function SidePane({ view }: { view: ConversationView }) {
  const t = useT();
  const { data: briefing } = useBriefing(view.conversation);
  return (
    <Accordion multiple defaultValue={sections} chevronPosition="left" variant="default" order={2}>
      {(view.conversation.data ?? []).length > 0 && (
        <Accordion.Item value="collected">
          <Accordion.Control>{t("side.collected")}</Accordion.Control>
          <Accordion.Panel>
            <Collected data={view.conversation.data ?? []} />
          </Accordion.Panel>
        </Accordion.Item>
      )}
      {briefing && (
        <Accordion.Item value="briefing">
          <Accordion.Control>{t("side.briefing")}</Accordion.Control>
          <Accordion.Panel>
            <BriefingFacts briefing={briefing} />
          </Accordion.Panel>
        </Accordion.Item>
      )}
      <Accordion.Item value="contact">
        <Accordion.Control>{t("side.contact")}</Accordion.Control>
        <Accordion.Panel>
          <ContactCard key={view.contact.id} contact={view.contact} addresses={view.addresses} />
        </Accordion.Panel>
      </Accordion.Item>
      <Accordion.Item value="conversation">
        <Accordion.Control>{t("side.conversation")}</Accordion.Control>
        <Accordion.Panel>
          <ConversationFacts view={view} />
        </Accordion.Panel>
      </Accordion.Item>
      {view.work_item && (
        <Accordion.Item value="work">
          <Accordion.Control>{t("side.work")}</Accordion.Control>
          <Accordion.Panel>
            <WorkFacts item={view.work_item} />
          </Accordion.Panel>
        </Accordion.Item>
      )}
      <Accordion.Item value="earlier">
        <Accordion.Control>{t("side.earlier")}</Accordion.Control>
        <Accordion.Panel>
          <EarlierConversations contact={view.contact.id} except={view.conversation.id} />
        </Accordion.Panel>
      </Accordion.Item>
      {view.merges.some((merge) => !merge.undone_at) && (
        <Accordion.Item value="merges">
          <Accordion.Control>{t("side.merges")}</Accordion.Control>
          <Accordion.Panel>
            <Merges merges={view.merges} />
          </Accordion.Panel>
        </Accordion.Item>
      )}
    </Accordion>
  );
}
