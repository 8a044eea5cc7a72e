"""How calls end, and what is left to do then: an agent's wrap-up, somebody to call back, or nothing.

A caller who hangs up leaves no work but the agent's wrap-up; one who was cut off by us is called back, in
the place the call had.
"""

from typing import Any

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.capacity import release
from hub.core.clock import Clock
from hub.core.errors import Duplicate, StaleRevision
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.calls import Call
from hub.core.models.conversations import Conversation, ConversationState, Interaction, InteractionState
from hub.core.models.reports import IntervalKind
from hub.core.models.staff import AgentState, PresenceState, Staff
from hub.core.models.work import CallBack, OfferState, WorkItem, WorkState
from hub.core.ports import QueueFor, Store
from hub.core.transitions import advance
from hub.services.base import Service, retried
from hub.services.episodes import plan_bot_out, plan_end
from hub.services.handoffs import plan_left, queue_of
from hub.services.intervals import plan_interval
from hub.services.lines import plan_notice
from hub.services.people import current_contact, current_conversation
from hub.services.work_plans import (
    Case,
    plan_back_to_queue,
    plan_closed,
    plan_end_offer,
    plan_release,
    plan_request,
    plan_withdraw_offers,
    plan_wrap_up,
    read_case,
)

FIRST = -1
"""The priority class of whom we lost: before all classes that queues can have."""
NOT_RESPONDING = "not_responding"


class CallEnds(Service):
    """Ends of calls, and of agents' parts in them."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, queue_for: QueueFor = str) -> None:
        """Also take the overflow rule."""
        super().__init__(store, clock, ids)
        self._queue_for = queue_for

    @retried
    async def hung_up(self, interaction_id: str, by: str = "customer") -> None:
        """End a call's episode: what waits is abandoned unless it is to be called back, an agent wraps up."""
        interaction = await self.store.get(Interaction, interaction_id)
        if interaction.state is InteractionState.ENDED:
            return
        conversation = await current_conversation(self.store, interaction.conversation)
        batch = self.batch(by)
        case = await self._case(conversation, interaction)
        wraps_up = case is not None and case.item.state is WorkState.ASSIGNED and not case.item.call_back
        if case and case.item.state in {WorkState.QUEUED, WorkState.OFFERED} and not case.item.call_back:
            conversation = plan_closed(batch, self.ids, case, WorkState.ABANDONED, "abandoned")
        conversation = plan_left(batch, self.ids, conversation, interaction)
        if case and wraps_up:
            _, conversation = plan_wrap_up(batch, self.ids, replace(case, conversation=conversation))
            if conversation.state is ConversationState.OPEN:
                conversation = advance(conversation, ConversationState.RESOLVED, resolved_at=batch.at)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        await self.store.commit(batch)

    @retried
    async def agent_lost(self, item_id: str, agent_id: str) -> bool:
        """Take the item from an agent who is not on the line any more; its caller is the next to be served.

        The agent goes away(not_responding). Returns False, with nothing done, if it is not theirs any more.
        """
        item = await self.store.get(WorkItem, item_id)
        if item.state is not WorkState.ASSIGNED or item.agent != agent_id:
            return False
        case = await read_case(self.store, item)
        batch = self.batch("system")
        staff = await self.store.peek(Staff, agent_id)
        told = {"name": staff.name if staff else agent_id}
        await plan_bot_out(self.store, batch, self.ids, case.conversation, "agent_lost")
        conversation = plan_notice(batch, self.ids, case.conversation, "agent_lost", told, internal=True)
        _, conversation = plan_back_to_queue(
            batch,
            self.ids,
            replace(case, conversation=conversation),
            priority_class=FIRST,
            passed_by=[agent_id],
            preferred_agent=None,
            only_agent=False,
            reason="agent_lost",
        )
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        if case.agent:
            freed = release(case.agent, item.id, batch.at)
            batch.agent(await self._not_responding(batch, freed))
        await self.store.commit(batch)
        return True

    @retried
    async def lost(self, call: Call) -> None:
        """End the episode of a call that went down with its node: its caller, if known, is called back."""
        if not call.interaction:
            return
        interaction = await self.store.get(Interaction, call.interaction)
        if interaction.state is InteractionState.ENDED:
            return
        conversation = await current_conversation(self.store, interaction.conversation)
        case = await self._case(conversation, interaction)
        if not call.number or (case and case.item.state is WorkState.WRAP_UP):
            await self.hung_up(interaction.id, by="system")
            return
        batch = self.batch("system")
        interaction = await plan_bot_out(self.store, batch, self.ids, conversation, "call_lost")
        conversation = plan_notice(batch, self.ids, conversation, "call_lost", internal=True)
        conversation = await self._to_call_back(batch, conversation, case)
        plan_end(batch, interaction, rating=False)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        try:
            await self.store.commit(batch)
        except Duplicate as error:
            raise StaleRevision("Somebody else asked for a person at the same time.") from error

    async def _to_call_back(
        self, batch: Batch, conversation: Conversation, case: Case | None
    ) -> Conversation:
        """Add the item that has the caller called back: the one there is, or a new one."""
        changes: dict[str, Any] = {"call_back": CallBack(), "reason": "call_lost"}
        if case is None:
            queue = await queue_of(self.store, conversation, None, self._queue_for)
            contact = await current_contact(self.store, conversation.contact)
            item, conversation = plan_request(
                batch, self.ids, conversation, contact, queue, reason="call_lost", notice=""
            )
            batch.work(replace(item, call_back=CallBack()))
            return conversation
        case = replace(case, conversation=conversation)
        if case.item.state is WorkState.QUEUED:
            batch.work(replace(case.item, **changes))
            return conversation
        if case.item.state is WorkState.ASSIGNED:
            changes["priority_class"] = FIRST
        plan_end_offer(batch, case, OfferState.WITHDRAWN)
        plan_release(batch, case)
        return plan_back_to_queue(batch, self.ids, case, only_agent=False, **changes)[1]

    async def _not_responding(self, batch: Batch, agent: AgentState) -> AgentState:
        if agent.presence is not PresenceState.AVAILABLE:
            return agent
        outcome = agent.presence.value
        plan_interval(batch, self.ids, IntervalKind.PRESENCE, agent.since, agent=agent.id, outcome=outcome)
        away = advance(agent, PresenceState.AWAY, reason=NOT_RESPONDING, since=batch.at, misses=0)
        return await plan_withdraw_offers(self.store, batch, self.ids, away)

    async def _case(self, conversation: Conversation, interaction: Interaction) -> Case | None:
        """Return the conversation's open work, if it is this episode's."""
        if conversation.work_item is None or conversation.interaction != interaction.id:
            return None
        item = await self.store.get(WorkItem, conversation.work_item)
        return await read_case(self.store, item, conversation)
