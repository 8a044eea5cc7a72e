"""Work items being offered: held for one agent for a limited time, accepted, declined or missed."""

from datetime import timedelta

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.capacity import has_room, release
from hub.core.errors import Conflict, IllegalTransition, StaleRevision
from hub.core.events import EventKind
from hub.core.models.conversations import Conversation
from hub.core.models.reports import IntervalKind
from hub.core.models.staff import AgentState, PresenceState, Staff
from hub.core.models.work import (
    Consideration,
    Offer,
    OfferState,
    Queue,
    WorkItem,
    WorkState,
)
from hub.core.transitions import advance
from hub.services.base import Service, retried
from hub.services.intervals import plan_interval
from hub.services.work_plans import (
    Case,
    mirrored,
    plan_back_to_queue,
    plan_end_offer,
    plan_hold,
    plan_owned,
    plan_release,
    plan_withdraw_offers,
    read_case,
)


class Offers(Service):
    """Between the queue and an agent's hands."""

    async def case(self, item_id: str) -> Case:
        """Read an item with its conversation, queue, open offer and agent's state."""
        return await read_case(self.store, await self.store.get(WorkItem, item_id))

    async def offer(
        self, item: WorkItem, agent_id: str, reason: str, considered: list[Consideration]
    ) -> Offer:
        """Hold the item for one agent. Raises StaleRevision when item or agent changed since; not retried.

        The router decided on what it saw; after a lost race it must decide again.
        """
        agent = await self.store.get(AgentState, agent_id)
        if agent.presence is not PresenceState.AVAILABLE:
            raise StaleRevision(f"Agent {agent_id} is no longer available.")
        if not has_room(await self.store.get(Staff, agent_id), agent.held, item.channel):
            raise StaleRevision(f"Agent {agent_id} has no room for this any more.")
        conversation = await self.store.get(Conversation, item.conversation)
        queue = await self.store.get(Queue, item.queue)
        batch = self.batch("router")
        offer = Offer(
            id=self.ids(),
            work_item=item.id,
            conversation=item.conversation,
            queue=item.queue,
            channel=item.channel,
            agent=agent_id,
            offered_at=batch.at,
            expires_at=batch.at + timedelta(seconds=queue.offer_seconds),
            reason=reason,
            considered=considered,
        )
        offered = advance(item, WorkState.OFFERED, offer=offer.id, agent=agent_id, offered_at=batch.at)
        batch.work(offered)
        batch.offer(offer)
        plan_hold(batch, agent, offered)
        batch.conversation(mirrored(conversation, offered), EventKind.CONVERSATION_CHANGED)
        stored: Offer = (await self.store.commit(batch)).stored(offer)
        return stored

    @retried
    async def accept(self, offer_id: str, agent_id: str) -> WorkItem:
        """Give the offered item to the agent; accepting twice is accepting once."""
        offer = await self._own_offer(offer_id, agent_id)
        case = await self.case(offer.work_item)
        if offer.state is OfferState.ACCEPTED and case.item.agent == agent_id:
            return case.item
        if offer.state is not OfferState.OFFERED or case.agent is None:
            raise IllegalTransition(f"This offer was {offer.state.value} meanwhile.")
        batch = self.batch(agent_id)
        plan_end_offer(batch, case, OfferState.ACCEPTED)
        owned = plan_owned(batch, self.ids, case, case.agent, await self._name(agent_id))
        stored: WorkItem = (await self.store.commit(batch)).stored(owned)
        return stored

    async def decline(self, offer_id: str, agent_id: str) -> None:
        """Refuse an offer: the item goes back to its place and passes this agent by."""
        await self._own_offer(offer_id, agent_id)
        await self._end_offer(offer_id, OfferState.DECLINED, agent_id)

    async def expire(self, offer_id: str) -> None:
        """Record that an offer was missed; after its queue's number in a row the agent goes away."""
        await self._end_offer(offer_id, OfferState.EXPIRED, "router")

    @retried
    async def _end_offer(self, offer_id: str, to: OfferState, actor: str) -> None:
        offer = await self.store.get(Offer, offer_id)
        if offer.state is to:
            return
        if offer.state is not OfferState.OFFERED:
            raise IllegalTransition(f"This offer was {offer.state.value} meanwhile.")
        case = await self.case(offer.work_item)
        batch = self.batch(actor)
        plan_end_offer(batch, case, to)
        passed = sorted({*case.item.passed_by, offer.agent})
        _, conversation = plan_back_to_queue(
            batch, self.ids, case, passed_by=passed, only_agent=False, queued_at=case.item.queued_at
        )
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        if case.agent and to is OfferState.EXPIRED:
            freed = release(case.agent, case.item.id, batch.at)
            batch.agent(await self._missed(batch, freed, case.queue.misses_allowed))
        else:
            plan_release(batch, case, misses=0)
        await self.store.commit(batch)

    async def _missed(self, batch: Batch, agent: AgentState, allowed: int) -> AgentState:
        """Return the state of an agent who missed an offer; whoever goes away loses the other offers too."""
        if agent.misses + 1 < allowed:
            return replace(agent, misses=agent.misses + 1)
        outcome = agent.presence.value
        plan_interval(batch, self.ids, IntervalKind.PRESENCE, agent.since, agent=agent.id, outcome=outcome)
        away = advance(agent, PresenceState.AWAY, reason="not_responding", since=batch.at, misses=0)
        return await plan_withdraw_offers(self.store, batch, self.ids, away)

    async def _own_offer(self, offer_id: str, agent_id: str) -> Offer:
        offer = await self.store.get(Offer, offer_id)
        if offer.agent != agent_id:
            raise Conflict("This offer is for somebody else.")
        return offer

    async def _name(self, staff_id: str) -> str:
        staff = await self.store.peek(Staff, staff_id)
        return staff.name if staff else staff_id
