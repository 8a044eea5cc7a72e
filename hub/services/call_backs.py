"""Keeping a caller's place in line: while they are called back, and if they ring again soon.

A call-back is the call's own work item, marked: it stands where the call stood, behind those who came
before and before those who came after, whether they are on the line or not.
"""

from datetime import timedelta

from msgspec.structs import replace

from hub.core.errors import Conflict
from hub.core.events import EventKind
from hub.core.models.calls import Call
from hub.core.models.contacts import Channel
from hub.core.models.conversations import Conversation, ConversationState
from hub.core.models.work import CallBack, Queue, WorkItem, WorkState
from hub.core.transitions import advance
from hub.services.base import Service, retried
from hub.services.lines import plan_notice
from hub.services.people import contact_family
from hub.services.work_plans import plan_back_to_queue, plan_closed, plan_release, read_case

WAITING = frozenset({WorkState.QUEUED, WorkState.OFFERED})
RECENT = 20


class CallBacks(Service):
    """Places in line that outlast a call."""

    @retried
    async def ask(self, conversation_id: str, number: str, *, told_in: str = "") -> WorkItem:
        """Let a waiting caller hang up and keep the place; raise Conflict when nothing of theirs waits.

        `number` is who is called; only staff see it, in the conversation. Where the call itself (`told_in`)
        shows none, it is kept there: it goes with the call when the person is erased.
        """
        conversation = await self.store.get(Conversation, conversation_id)
        item = await self.store.peek(WorkItem, conversation.work_item) if conversation.work_item else None
        if item is None or item.state not in WAITING:
            raise Conflict("Nothing waits in line for this caller.")
        if item.call_back:
            return item
        batch = self.batch(conversation.contact)
        marked = replace(item, call_back=CallBack(), reason="callback")
        batch.work(marked)
        call = await self.store.peek(Call, told_in) if told_in else None
        if call and not call.number:
            batch.call(replace(call, call_back=number))
        told = {"number": number}
        conversation = plan_notice(batch, self.ids, conversation, "call_back_asked", told, internal=True)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        stored: WorkItem = (await self.store.commit(batch)).stored(marked)
        return stored

    @retried
    async def reached(self, item_id: str) -> None:
        """Note that the customer is on the line (again): from now on it is a call like any other."""
        item = await self.store.get(WorkItem, item_id)
        if item.call_back is None:
            return
        batch = self.batch("system")
        batch.work(replace(item, call_back=None))
        await self.store.commit(batch)

    @retried
    async def unanswered(self, item_id: str, cause: str) -> None:
        """Put a call-back that nobody answered back to its place for later, or give it up; others stay."""
        item = await self.store.peek(WorkItem, item_id)
        if item is None or item.call_back is None or item.state is not WorkState.ASSIGNED:
            return
        case = await read_case(self.store, item)
        batch = self.batch("system")
        rules = case.queue.waiting
        tries = item.call_back.tries + 1
        told = {"tries": str(tries), "of": str(rules.tries), "cause": cause}
        conversation = plan_notice(
            batch, self.ids, case.conversation, "call_back_failed", told, internal=True
        )
        case = replace(case, conversation=conversation)
        if tries >= rules.tries:
            conversation = plan_closed(batch, self.ids, case, WorkState.CANCELLED, "not_reached")
            if conversation.state is ConversationState.OPEN:
                conversation = advance(conversation, ConversationState.RESOLVED, resolved_at=batch.at)
        else:
            plan_release(batch, case)
            later = batch.at + timedelta(seconds=rules.retry_after)
            _, conversation = plan_back_to_queue(
                batch, self.ids, case, call_back=CallBack(tries=tries), not_before=later, only_agent=False
            )
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        await self.store.commit(batch)

    @retried
    async def regain(self, item_id: str) -> bool:
        """Give a caller who hung up in the same queue a moment ago the place of then; say whether one was."""
        item = await self.store.get(WorkItem, item_id)
        queue = await self.store.get(Queue, item.queue)
        within = timedelta(seconds=queue.waiting.resume_within)
        if item.state not in WAITING or item.channel is not Channel.VOICE or not within:
            return False
        given_up = await self._given_up(item, within)
        earliest = min((one.arrived_at for one in given_up), default=item.arrived_at)
        if earliest >= item.arrived_at:
            return False
        batch = self.batch("system")
        batch.work(replace(item, arrived_at=earliest))
        await self.store.commit(batch)
        return True

    async def _given_up(self, item: WorkItem, within: timedelta) -> list[WorkItem]:
        """Return the contact's calls in the queue that ended so lately before anybody answered."""
        family = await contact_family(self.store, item.contact)
        items = await self.store.find(WorkItem, {"contact": family}, descending=True, limit=RECENT)
        return [
            one
            for one in items
            if one.state is WorkState.ABANDONED
            and one.completed_at
            and item.arrived_at - one.completed_at <= within
            and (one.queue, one.channel) == (item.queue, item.channel)
        ]
