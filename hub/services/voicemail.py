"""Voicemail: a caller who does not want to wait leaves a message, and work is made of it."""

from msgspec.structs import replace

from hub.core.clock import Clock
from hub.core.errors import Duplicate, StaleRevision
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.contacts import Address
from hub.core.models.conversations import (
    Author,
    AuthorKind,
    Conversation,
    ConversationState,
    Direction,
    Interaction,
    InteractionState,
    Message,
)
from hub.core.models.recordings import Recording
from hub.core.models.work import WorkItem, WorkState
from hub.core.ports import QueueFor, Store
from hub.core.transitions import advance
from hub.services.base import Service, retried
from hub.services.episodes import plan_bot_out, plan_end
from hub.services.handoffs import queue_of
from hub.services.lines import with_newest
from hub.services.matters import VOICEMAIL
from hub.services.people import current_contact, current_conversation
from hub.services.recordings import plan_recording
from hub.services.work_plans import plan_closed, plan_request, read_case


class Voicemail(Service):
    """From the choice to leave a message to the work it makes."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, queue_for: QueueFor = str) -> None:
        """Also take the overflow rule."""
        super().__init__(store, clock, ids)
        self._queue_for = queue_for

    @retried
    async def choose(self, conversation_id: str) -> None:
        """Let nobody take the call while its caller speaks: what waits is closed, a bot lets go."""
        conversation = await current_conversation(self.store, conversation_id)
        batch = self.batch("customer")
        await plan_bot_out(self.store, batch, self.ids, conversation, VOICEMAIL)
        item = await self.store.peek(WorkItem, conversation.work_item) if conversation.work_item else None
        if item and item.state in {WorkState.QUEUED, WorkState.OFFERED}:
            case = await read_case(self.store, item, conversation)
            conversation = plan_closed(batch, self.ids, case, WorkState.CANCELLED, VOICEMAIL)
        batch.conversation(replace(conversation, handler=""), EventKind.CONVERSATION_CHANGED)
        await self.store.commit(batch)

    @retried
    async def said(self, recording_id: str, message: str) -> None:
        """Note which message a recording is of, for a bot that asked for it and goes on with it."""
        recording = await self.store.get(Recording, recording_id)
        if recording.message:  # the bot was quicker
            return
        batch = self.batch("voice")
        plan_recording(batch, replace(recording, message=message))
        await self.store.commit(batch)

    @retried
    async def left(self, recording: Recording) -> None:
        """Put what was left into the conversation and its queue, once; the episode ends with it."""
        interaction = await self.store.get(Interaction, recording.interaction)
        conversation = await current_conversation(self.store, recording.conversation)
        now = await self.store.get(Recording, recording.id)
        message = await self.store.peek(Message, now.message) if now.message else None
        batch = self.batch("customer")
        if message is None:
            message = await self._message(recording, interaction, conversation)
            batch.actor = message.author.id
            batch.message(message, conversation)
            batch.save(replace(now, message=message.id))
            conversation = with_newest(conversation, message)
        conversation = _open(conversation)
        if VOICEMAIL not in conversation.tags:
            conversation = replace(conversation, tags=[*conversation.tags, VOICEMAIL])
        if conversation.work_item is None or conversation.work_state is WorkState.WRAP_UP:
            contact = await current_contact(self.store, conversation.contact)
            queue = await queue_of(self.store, conversation, None, self._queue_for)
            _, conversation = plan_request(
                batch, self.ids, conversation, contact, queue, reason=VOICEMAIL, notice=""
            )
        if interaction.state is InteractionState.ACTIVE:
            plan_end(batch, interaction, rating=False)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        try:
            await self.store.commit(batch)
        except Duplicate as error:
            known = await self.store.peek(Message, error.existing)
            if known is None or known.external_id != recording.id:
                raise StaleRevision("Somebody else asked for a person at the same time.") from error

    async def _message(
        self, recording: Recording, interaction: Interaction, conversation: Conversation
    ) -> Message:
        address = await self.store.get(Address, interaction.address)
        contact = await current_contact(self.store, address.contact)
        return Message(
            id=self.ids(),
            conversation=conversation.id,
            interaction=interaction.id,
            direction=Direction.INBOUND,
            author=Author(kind=AuthorKind.CONTACT, id=contact.id, name=contact.name),
            text=recording.text,
            at=self.clock.now(),
            source=address.id,
            external_id=recording.id,
        )


def _open(conversation: Conversation) -> Conversation:
    if conversation.state is ConversationState.RESOLVED:
        return advance(conversation, ConversationState.OPEN, resolved_at=None)
    return conversation
