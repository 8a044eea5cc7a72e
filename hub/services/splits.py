"""Splitting a conversation that is about two matters: from a message on, it becomes another one.

Messages move with their mail heads, names and dispatches, so that answers to them find the new
conversation. Merging the two brings them together again. A chat is split when it is over: before, it is
one thread on the customer's screen, from which nothing may vanish while they look at it.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import Conflict, InvalidInput
from hub.core.events import EventKind
from hub.core.models.contacts import Channel, Contact
from hub.core.models.conversations import (
    AuthorKind,
    Conversation,
    ConversationState,
    Direction,
    Interaction,
    InteractionState,
    Message,
    StoredFile,
)
from hub.core.models.delivery import Dispatch, Reference
from hub.core.models.mail import Mail
from hub.core.models.work import Queue, WorkItem
from hub.core.transitions import OPEN_WORK, advance
from hub.services.base import Service, retried
from hub.services.episodes import continued
from hub.services.lines import plan_notice, with_newest
from hub.services.people import current_contact
from hub.services.posting import POSTED
from hub.services.work_plans import plan_request

MOST = 1000
DIVISIBLE = POSTED | {Channel.CHAT}


class Parts(Struct, frozen=True):
    """What stays and what goes, oldest first, and the interactions that what goes belongs to."""

    staying: list[Message]
    going: list[Message]
    interactions: dict[str, Interaction]


class Splits(Service):
    """Making two conversations of one."""

    @retried
    async def split(self, conversation_id: str, message_id: str, by: str) -> Conversation:
        """Move a message and all later ones of its channel into a new conversation and return that.

        While the old one is open somebody is asked to attend to the new one: first who has the old one.
        """
        old = await self.store.get(Conversation, conversation_id)
        if old.state is ConversationState.MERGED:
            raise Conflict("This conversation was merged into another one. Open that one.")
        first = await self.store.get(Message, message_id)
        parts = await self._parts(old, first)
        batch = self.batch(by)
        new = await self._opened(batch, old, first, parts)
        moved = self._plan_interactions(batch, new, parts)
        new = continued(new, moved[parts.going[-1].interaction])
        for message in parts.going:
            await self._plan_move(batch, message, new, moved[message.interaction])
        old = await self._left(batch, old, parts, moved)
        new = plan_notice(batch, self.ids, new, "split_from", {"conversation": old.id}, internal=True)
        old = plan_notice(batch, self.ids, old, "split_to", {"conversation": new.id}, internal=True)
        if new.state is ConversationState.OPEN:
            new = await self._attended(batch, old, new)
        batch.save(new)
        batch.event(
            EventKind.CONVERSATION_OPENED,
            new,
            conversation=new.id,
            queue=new.queue or "",
            agent=new.agent or "",
        )
        batch.save(old)
        batch.event(
            EventKind.CONVERSATION_SPLIT,
            old,
            conversation=old.id,
            queue=old.queue or "",
            agent=old.agent or "",
            data={"into": new.id},
        )
        stored: Conversation = (await self.store.commit(batch)).stored(new)
        return stored

    async def _parts(self, old: Conversation, first: Message) -> Parts:
        if first.conversation != old.id:
            raise InvalidInput(
                "This message is not of this conversation itself. If it came by a merge, undo that.",
                field="message",
            )
        channel = (await self.store.get(Interaction, first.interaction)).channel
        if channel not in DIVISIBLE or first.notice:
            raise InvalidInput(
                "Choose a mail, SMS, fax or chat message: the new conversation begins there.", field="message"
            )
        later = await self.store.find(
            Message, {"conversation": old.id}, order="seq", above=first.seq - 1, limit=MOST + 1
        )
        if len(later) > MOST:
            raise InvalidInput(f"More than {MOST} messages follow; choose a later one.", field="message")
        episodes = {
            id: await self.store.get(Interaction, id)
            for id in dict.fromkeys(one.interaction for one in later)
        }
        going = [one for one in later if episodes[one.interaction].channel is channel]
        if channel is Channel.CHAT and _goes_on(episodes[one.interaction] for one in going):
            raise Conflict(
                "This chat still goes on, and the customer sees it as one. Split it once it is resolved."
            )
        gone = {one.id for one in going}
        earlier = await self.store.find(
            Message, {"conversation": old.id}, order="seq", descending=True, below=first.seq, limit=MOST
        )
        staying = [*reversed(earlier), *(one for one in later if one.id not in gone)]
        if not any(not one.notice for one in staying):
            raise InvalidInput(
                "Nothing would stay in the old conversation. Choose a later message.", field="message"
            )
        return Parts(staying, going, {one.interaction: episodes[one.interaction] for one in going})

    async def _opened(self, batch: Batch, old: Conversation, first: Message, parts: Parts) -> Conversation:
        """Return the new conversation, with whoever wrote the message as its contact."""
        is_theirs = first.author.kind is AuthorKind.CONTACT
        contact = await current_contact(self.store, first.author.id if is_theirs else old.contact)
        mail = await self.store.peek(Mail, first.id)
        is_open = old.state is ConversationState.OPEN
        new = Conversation(
            id=self.ids(),
            contact=contact.id,
            channel=old.channel,
            entry_point=old.entry_point,
            state=old.state,
            subject=mail.subject if mail else old.subject,
            language=old.language,
            tags=old.tags,
            opened_at=first.at,
            last_at=first.at,
            queue=old.queue,
            skills=old.skills,
            priority=old.priority,
            resolved_at=None if is_open else batch.at,
        )
        return _newest(new, parts.going)

    def _plan_interactions(self, batch: Batch, new: Conversation, parts: Parts) -> dict[str, Interaction]:
        """Move each interaction, or of one that is split make a copy; return what each became."""
        divided = {one.interaction for one in parts.staying}
        moved: dict[str, Interaction] = {}
        for id, before in parts.interactions.items():
            thread = new.id if before.channel is Channel.EMAIL else ""
            own = {"conversation": new.id, "contact": new.contact, "thread": thread}
            if id not in divided:
                moved[id] = replace(before, **own)
                batch.save(moved[id])
                continue
            if before.state is InteractionState.ACTIVE and not thread:
                ended = advance(
                    before, InteractionState.ENDED, ended_at=batch.at
                )  # an address has one at a time
                batch.save(ended)
                batch.event(EventKind.INTERACTION_ENDED, ended, conversation=ended.conversation)
            begun = next(one.at for one in parts.going if one.interaction == id)
            copy = {"id": self.ids(), "rev": 0, "started_at": begun, "memory": None, "rating": None}
            moved[id] = replace(before, **own, **copy)
            batch.save(moved[id])
            batch.event(EventKind.INTERACTION_STARTED, moved[id], conversation=new.id)
        return moved

    async def _plan_move(
        self, batch: Batch, message: Message, new: Conversation, interaction: Interaction
    ) -> None:
        """Move a message with everything that names its conversation."""
        moved = replace(message, conversation=new.id, interaction=interaction.id)
        batch.message_changed(moved, new, {"moved": True})
        mail = await self.store.peek(Mail, message.id)
        if mail:
            batch.save(replace(mail, conversation=new.id))
        if dispatch := await self.store.peek(Dispatch, message.id):
            batch.save(replace(dispatch, conversation=new.id))
        for reference in await self.store.find(Reference, {"message": message.id}):
            batch.save(replace(reference, conversation=new.id))
        originals = [mail.original] if mail and mail.original else []
        for attachment in [*message.attachments, *originals]:
            file = await self.store.peek(StoredFile, attachment.file)
            if file and file.conversation == message.conversation:
                batch.save(replace(file, conversation=new.id))

    async def _left(
        self, batch: Batch, old: Conversation, parts: Parts, moved: dict[str, Interaction]
    ) -> Conversation:
        """Return the old conversation as it is without what went; its work goes on where it now is."""
        left = _newest(old, parts.staying)
        has_gone = {id for id, one in moved.items() if one.id == id}
        if old.interaction not in has_gone:
            return left
        last = await self.store.get(Interaction, parts.staying[-1].interaction)
        left = continued(left, last)
        item = await self.store.peek(WorkItem, old.work_item) if old.work_item else None
        if item and item.interaction in has_gone:
            held = {"interaction": last.id, "state": sorted(OPEN_WORK)}
            if item.state in OPEN_WORK and await self.store.find(WorkItem, held, limit=1):
                raise Conflict("Two episodes are being wrapped up here. Complete one of them, then split.")
            batch.work(replace(item, interaction=last.id))
        return left

    async def _attended(self, batch: Batch, old: Conversation, new: Conversation) -> Conversation:
        """Ask for a person for the new conversation: first whoever has the old one."""
        _, asked = plan_request(
            batch,
            self.ids,
            new,
            await self.store.get(Contact, new.contact),
            await self.store.get(Queue, new.queue or ""),
            reason="split",
            notice="",
            preferred_agent=old.agent,
        )
        return asked


def _goes_on(interactions: Iterable[Interaction]) -> bool:
    return any(one.state is InteractionState.ACTIVE for one in interactions)


def _newest(conversation: Conversation, messages: list[Message]) -> Conversation:
    """Return the conversation as lists should show it with these messages, oldest first."""
    shown = [one for one in messages if one.direction is not Direction.INTERNAL and not one.notice]
    return with_newest(conversation, shown[-1]) if shown else conversation
