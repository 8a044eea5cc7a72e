"""A person's copy of what is known of them, for whoever asks: all that erasing would take away."""

from msgspec.structs import replace

from hub.core.models.contacts import Address, Contact
from hub.core.models.conversations import Conversation, Interaction, Message, StoredFile
from hub.core.models.flows import DoneAction
from hub.core.models.gaps import Unanswered
from hub.core.models.mail import Mail
from hub.core.models.recordings import Recording
from hub.core.models.told import Told
from hub.core.records import R, Value
from hub.services.base import Service
from hub.services.people import contact_family, current_contact

MOST = 100_000


class ConversationCopy(Value, frozen=True, kw_only=True):
    """A conversation with everything in it; files are named, their bytes lie beside.

    Recordings are without their keys: who copies asks services.recordings for the sound.
    """

    conversation: Conversation
    interactions: list[Interaction]
    messages: list[Message]
    mails: list[Mail]
    files: list[StoredFile]
    actions: list[DoneAction]
    recordings: list[Recording]


class PersonCopy(Value, frozen=True, kw_only=True):
    """Records as they are stored; of a contact and all that were merged into it.

    `elsewhere` are their messages in conversations of others.
    """

    contacts: list[Contact]
    addresses: list[Address]
    conversations: list[ConversationCopy]
    elsewhere: list[Message]
    questions: list[Unanswered]
    told: list[Told]


class PersonCopies(Service):
    """Reads; changes nothing."""

    async def copy(self, contact_id: str) -> PersonCopy:
        """Return all that is stored of a person."""
        contact = await current_contact(self.store, contact_id)
        family = await contact_family(self.store, contact.id)
        theirs = {"contact": family}
        addresses = await self.store.find(Address, theirs, limit=MOST)
        conversations = await self.store.find(Conversation, theirs, limit=MOST)
        ids = {one.id for one in conversations}
        written = await self.store.find(Message, {"source": {one.id for one in addresses}}, limit=MOST)
        return PersonCopy(
            contacts=[await self.store.get(Contact, id) for id in sorted(family)],
            addresses=addresses,
            conversations=[await self._conversation(one) for one in conversations],
            elsewhere=[one for one in written if one.conversation not in ids],
            questions=await self.store.find(Unanswered, theirs, limit=MOST),
            told=await self.store.find(Told, theirs, limit=MOST),
        )

    async def _conversation(self, conversation: Conversation) -> ConversationCopy:
        async def every(kind: type[R]) -> list[R]:
            return await self.store.find(kind, {"conversation": conversation.id}, limit=MOST)

        recordings = await every(Recording)
        tapes = {one.file for one in recordings}
        return ConversationCopy(
            conversation=conversation,
            interactions=[replace(one, memory=None) for one in await every(Interaction)],
            messages=await every(Message),
            mails=await every(Mail),
            files=[one for one in await every(StoredFile) if one.id not in tapes],
            actions=await every(DoneAction),
            recordings=[replace(one, key=b"") for one in recordings],
        )
