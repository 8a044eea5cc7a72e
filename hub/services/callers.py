"""Who calls: what is known by the number, the language they speak, and what they really heard."""

from msgspec import Struct
from msgspec.structs import replace

from hub.core.bots import FLOW
from hub.core.events import EventKind
from hub.core.models.contacts import Contact, EntryPoint
from hub.core.models.conversations import Conversation, ConversationState, Interaction, Message
from hub.core.models.data import Entry, EntryKind, Field, FieldType, merged
from hub.core.models.told import Told
from hub.services.base import Service, retried
from hub.services.episodes import plan_bot_in
from hub.services.lines import plan_notice
from hub.services.people import contact_family, current_contact, current_conversation

MATTERS = 20
LOOKED_AT = 100
"""Records of what a caller was told that are looked through for one message."""


class Known(Struct, frozen=True, kw_only=True):
    """A caller: their name, if it is known, and the numbers or subjects of their open matters."""

    name: str
    matters: list[str]


class Callers(Service):
    """Use cases of calls that concern the person at the other end."""

    @retried
    async def introduce(self, conversation_id: str) -> Known:
        """Look the caller up; bots and agents find in the conversation what matters of theirs are open."""
        conversation = await current_conversation(self.store, conversation_id)
        contact = await current_contact(self.store, conversation.contact)
        matters = await self._matters(conversation)
        known = Known(name=contact.name, matters=[one.reference or one.subject for one in matters])
        if not known.matters:
            return known
        named = ", ".join(one for one in known.matters if one)
        field = Field(
            name="open_matters",
            label={"en": "Open matters", "zh": "未结事项"},
            type=FieldType.TEXT,
            value=named or str(len(matters)),
        )
        batch = self.batch("system")
        told = {"count": str(len(matters)), "matters": named}
        conversation = plan_notice(batch, self.ids, conversation, "open_matters", told, internal=True)
        conversation = replace(conversation, data=merged(conversation.data, [field]))
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        await self.store.commit(batch)
        return known

    @retried
    async def speak(self, conversation_id: str, language: str) -> Conversation:
        """Go on in another language, also the next time they call; a flow begins again in it."""
        conversation = await current_conversation(self.store, conversation_id)
        contact = await current_contact(self.store, conversation.contact)
        batch = self.batch(contact.id)
        if contact.language != language:
            changed = replace(contact, language=language)
            batch.save(changed)
            batch.event(EventKind.CONTACT_CHANGED, changed)
        if conversation.handler.startswith(FLOW):
            interaction = await self.store.get(Interaction, conversation.interaction)
            again = Entry(id=self.ids(), kind=EntryKind.START)
            since = interaction.memory.since if interaction.memory else None
            plan_bot_in(batch, conversation, interaction, conversation.handler, again, since)
        conversation = replace(conversation, language=language)
        if conversation.work_item is None:  # who waits already keeps the place
            entry = await self.store.get(EntryPoint, conversation.entry_point)
            queue = entry.queue_by_language.get(language, entry.queue)
            conversation = replace(conversation, queue=queue)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        stored: Conversation = (await self.store.commit(batch)).stored(conversation)
        return stored

    @retried
    async def heard(self, message_id: str, text: str) -> None:
        """Note what was heard of a message that was interrupted; of nothing heard, nothing was told."""
        message = await self.store.peek(Message, message_id)
        if message is None or message.heard is not None:
            return
        conversation = await current_conversation(self.store, message.conversation)
        batch = self.batch("voice")
        batch.message_changed(replace(message, heard=text), conversation, {"heard": bool(text)})
        if not text and message.citations:
            where = {"contact": conversation.contact}
            told = await self.store.find(Told, where, descending=True, limit=LOOKED_AT)
            for record in told:
                if record.message == message.id:
                    batch.delete(record)
        await self.store.commit(batch)

    async def _matters(self, conversation: Conversation) -> list[Conversation]:
        """Return the contact's other open conversations in which something is to be done, newest first."""
        family = await contact_family(self.store, conversation.contact)
        recent = await self.store.find(
            Conversation, {"contact": family}, order="last_seq", descending=True, limit=MATTERS
        )
        return [
            one
            for one in recent
            if one.id != conversation.id and one.state is ConversationState.OPEN and one.work_item
        ]


def greeted(text: str, contact: Contact | None) -> str:
    """Return a greeting with the caller's name, or as if it had none to fill in."""
    if contact and contact.name:
        return text.replace("{name}", contact.name)
    for left in (", ", "，", " ", ""):
        text = text.replace(f"{left}{{name}}", "")
    return text
