"""Classifying by hand what rules or people classified otherwise: tags, queue, head start."""

from msgspec.structs import replace

from hub.core.errors import Conflict
from hub.core.events import EventKind
from hub.core.models.conversations import Conversation, ConversationState
from hub.core.models.work import OfferState, Queue, WorkItem, WorkState
from hub.services.base import Service, retried
from hub.services.work_plans import (
    mirrored,
    plan_back_to_queue,
    plan_end_offer,
    plan_release,
    read_case,
)


class Classing(Service):
    """Changes that managers make to many conversations at once; each is one commit."""

    @retried
    async def retag(self, conversation_id: str, by: str, add: list[str], remove: list[str]) -> Conversation:
        """Add and remove tags."""
        conversation = await self._present(conversation_id)
        tags = sorted({*conversation.tags, *add} - set(remove))
        if tags == conversation.tags:
            return conversation
        batch = self.batch(by)
        changed = replace(conversation, tags=tags)
        batch.conversation(changed, EventKind.CONVERSATION_CHANGED)
        stored: Conversation = (await self.store.commit(batch)).stored(changed)
        return stored

    @retried
    async def prioritise(self, conversation_id: str, by: str, minutes: int) -> Conversation:
        """Give the conversation, and its open work, another head start in minutes."""
        conversation = await self._present(conversation_id)
        if minutes == conversation.priority:
            return conversation
        batch = self.batch(by)
        item = await self._open_item(conversation)
        if item:
            batch.work(replace(item, priority=item.priority + minutes - conversation.priority))
        changed = replace(conversation, priority=minutes)
        batch.conversation(changed, EventKind.CONVERSATION_CHANGED)
        stored: Conversation = (await self.store.commit(batch)).stored(changed)
        return stored

    @retried
    async def move(self, conversation_id: str, by: str, queue_id: str) -> Conversation:
        """Put the conversation into another queue, and its work at its old place there.

        An agent who has it loses it; parked work stays parked, but is nobody's in particular any more.
        """
        queue = await self.store.get(Queue, queue_id)
        conversation = await self._present(conversation_id)
        if conversation.queue == queue.id:
            return conversation
        batch = self.batch(by)
        item = await self._open_item(conversation)
        changed = replace(conversation, queue=queue.id)
        if item:
            case = await read_case(self.store, item, conversation)
            own = {
                "queue": queue.id,
                "priority": item.priority - case.queue.priority + queue.priority,
                "priority_class": queue.priority_class,
                "extra_skills": conversation.skills,
                "preferred_agent": None,
                "only_agent": False,
                "passed_by": [],
                "transfers": item.transfers + 1,
            }
            if item.state in {WorkState.QUEUED, WorkState.PARKED}:
                moved = replace(item, **own)
                batch.work(moved)
                changed = mirrored(conversation, moved)
            else:
                plan_end_offer(batch, case, OfferState.WITHDRAWN)
                plan_release(batch, case)
                _, changed = plan_back_to_queue(batch, self.ids, case, reason="transfer", **own)
        batch.conversation(changed, EventKind.CONVERSATION_CHANGED)
        stored: Conversation = (await self.store.commit(batch)).stored(changed)
        return stored

    async def _present(self, conversation_id: str) -> Conversation:
        conversation = await self.store.get(Conversation, conversation_id)
        if conversation.state is ConversationState.MERGED:
            raise Conflict("This conversation was merged into another one. Choose that one.")
        return conversation

    async def _open_item(self, conversation: Conversation) -> WorkItem | None:
        """Return the work that is still to be done; what is in wrap-up has been."""
        item = await self.store.peek(WorkItem, conversation.work_item) if conversation.work_item else None
        return item if item and item.state is not WorkState.WRAP_UP else None
