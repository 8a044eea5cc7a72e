"""Work items: asking for a person, offering, accepting, handing on, finishing.

Every use case is one commit that compares the revisions of the item, its offer, its agent's state
and its conversation; whoever loses the race reads again and finds the step illegal or done.
"""

from datetime import datetime

from msgspec.structs import replace

from hub.core.clock import Clock
from hub.core.errors import Conflict, Duplicate, InvalidInput, StaleRevision
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.conversations import Author, AuthorKind, Conversation, ConversationState
from hub.core.models.reports import IntervalKind
from hub.core.models.staff import AgentState
from hub.core.models.work import (
    Disposition,
    OfferState,
    Queue,
    Requirement,
    WorkItem,
    WorkState,
)
from hub.core.ports import QueueFor, Store
from hub.core.transitions import TERMINAL_WORK, advance
from hub.services.base import retried
from hub.services.episodes import PEOPLE, plan_bot_out, plan_end
from hub.services.gap_plans import plan_handed_off
from hub.services.handoffs import Wanted, open_item, plan_person, queue_of
from hub.services.intervals import plan_work_interval
from hub.services.lines import plan_note, plan_notice
from hub.services.offers import Offers
from hub.services.work_plans import (
    FORGOTTEN,
    mirrored,
    plan_back_to_queue,
    plan_closed,
    plan_end_offer,
    plan_owned,
    plan_release,
    plan_wrap_up,
)


class Work(Offers):
    """The whole life of work items. Being offered is inherited."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, queue_for: QueueFor = str) -> None:
        """Also take the rule that new work is checked by for overflow."""
        super().__init__(store, clock, ids)
        self._queue_for = queue_for

    @retried
    async def request_person(
        self,
        conversation_id: str,
        *,
        reason: str,
        actor: str,
        skills: list[Requirement] | None = None,
        priority: int = 0,
        summary: str = "",
        queue: str | None = None,
    ) -> WorkItem:
        """Queue the conversation for a person; while an item is open for it, return that one instead.

        A bot that has the conversation is out from then on. `summary` becomes a note for whoever takes it.
        """
        conversation = await self.store.get(Conversation, conversation_id)
        item = await open_item(self.store, conversation)
        if item and conversation.handler in PEOPLE:
            return item
        batch = self.batch(actor)
        await plan_bot_out(self.store, batch, self.ids, conversation, reason)
        if conversation.handler not in PEOPLE:
            await plan_handed_off(self.store, batch, conversation, reason)
            told = {"bot": conversation.handler, "reason": reason}
            conversation = plan_notice(batch, self.ids, conversation, "handed_off", told, internal=True)
        if summary:
            author = Author(kind=AuthorKind.BOT, id=actor, name=actor.removeprefix("bot:"))
            plan_note(batch, self.ids, conversation, by=author, text=summary)
        wanted = Wanted(reason=reason, skills=skills or [], priority=priority)
        line = None if item else await queue_of(self.store, conversation, queue, self._queue_for)
        handed = await plan_person(self.store, batch, self.ids, conversation, wanted, line)
        batch.conversation(handed.conversation, EventKind.CONVERSATION_CHANGED)
        try:
            await self.store.commit(batch)
        except Duplicate as error:
            raise StaleRevision("Somebody else asked for a person at the same time.") from error
        return await self.store.get(WorkItem, handed.item.id)

    @retried
    async def assign(self, item_id: str, agent_id: str, by: str, *, unless_owned: bool = False) -> WorkItem:
        """Put the item into an agent's hands at once, by a supervisor or the agent; ends any offer of it."""
        case = await self.case(item_id)
        is_theirs = case.item.state is WorkState.ASSIGNED and case.item.agent == agent_id
        if is_theirs and case.conversation.handler in PEOPLE:
            return case.item
        if case.item.state is WorkState.ASSIGNED and unless_owned:
            raise Conflict(f"{await self._name(case.item.agent or '')} has this conversation already.")
        agent = await self.store.peek(AgentState, agent_id)
        if agent is None or agent.has_gone:
            if agent_id == by:
                raise InvalidInput("You are offline. Choose to be available or away first.", field="agent")
            raise InvalidInput("This agent is not signed in. Choose one who is.", field="agent")
        batch = self.batch(by)
        plan_end_offer(batch, case, OfferState.WITHDRAWN)
        if case.item.agent != agent_id:
            plan_release(batch, case)
        if case.item.state is WorkState.ASSIGNED and case.item.accepted_at:
            plan_work_interval(
                batch, self.ids, IntervalKind.HANDLED, case.item, case.item.accepted_at, "reassigned"
            )
        await plan_bot_out(self.store, batch, self.ids, case.conversation, "taken")
        owned = plan_owned(batch, self.ids, case, agent, await self._name(agent_id), offer=None)
        stored: WorkItem = (await self.store.commit(batch)).stored(owned)
        return stored

    async def take(self, conversation_id: str, agent_id: str) -> WorkItem:
        """Make the agent the owner of a conversation nobody else owns; opens a work item if there is none."""
        item = await self.request_person(conversation_id, reason="taken", actor=agent_id)
        # Checked with the commit: of two who take at once, the slower one must not take it off the faster.
        return await self.assign(item.id, agent_id, agent_id, unless_owned=True)

    @retried
    async def requeue(self, item_id: str, by: str) -> WorkItem:
        """Take the item from its agent and put it back to its place in the queue."""
        case = await self.case(item_id)
        batch = self.batch(by)
        plan_end_offer(batch, case, OfferState.WITHDRAWN)
        plan_release(batch, case)
        await plan_bot_out(self.store, batch, self.ids, case.conversation, "requeued")
        queued, conversation = plan_back_to_queue(batch, self.ids, case, only_agent=False)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        stored: WorkItem = (await self.store.commit(batch)).stored(queued)
        return stored

    @retried
    async def transfer(
        self,
        item_id: str,
        by: str,
        *,
        queue: str | None = None,
        skills: list[Requirement] | None = None,
        agent: str | None = None,
        note: str = "",
    ) -> WorkItem:
        """Hand an owned item on to a queue, to whoever has skills, or to one agent; it keeps its place."""
        case = await self.case(item_id)
        self._check_owner(case.item, by)
        if agent:
            await self._check_available(agent)
        if agent == by:
            raise InvalidInput("You have it already. Choose another agent.", field="agent")
        line = await self.store.get(Queue, queue or case.item.queue)
        batch = self.batch(by)
        if note:
            author = Author(kind=AuthorKind.AGENT, id=by, name=await self._name(by))
            plan_note(batch, self.ids, case.conversation, by=author, text=note)
        plan_release(batch, case)
        await plan_bot_out(self.store, batch, self.ids, case.conversation, "transfer")
        conversation = plan_notice(batch, self.ids, case.conversation, "transferred")
        queued, conversation = plan_back_to_queue(
            batch,
            self.ids,
            replace(case, conversation=conversation),
            queue=line.id,
            extra_skills=skills if skills is not None else ([] if queue else case.item.extra_skills),
            preferred_agent=agent,
            only_agent=agent is not None,
            passed_by=[by],
            reason="transfer",
            transfers=case.item.transfers + 1,
        )
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        stored: WorkItem = (await self.store.commit(batch)).stored(queued)
        return stored

    @retried
    async def park(self, item_id: str, by: str, until: datetime | None = None) -> WorkItem:
        """Set the item aside until the customer answers or the time comes; frees the agent's capacity."""
        case = await self.case(item_id)
        self._check_owner(case.item, by)
        if until is not None and until <= self.clock.now():
            raise InvalidInput("This time is over. Choose a later one.", field="until")
        if case.conversation.handler not in PEOPLE:
            raise Conflict("The customer is with a bot now. Take the conversation back first.")
        batch = self.batch(by)
        if case.item.accepted_at:
            plan_work_interval(
                batch, self.ids, IntervalKind.HANDLED, case.item, case.item.accepted_at, "parked"
            )
        plan_release(batch, case)
        values = {**FORGOTTEN, "parked_until": until, "preferred_agent": by}
        parked = advance(case.item, WorkState.PARKED, **values)
        batch.work(parked, agent=by)
        batch.conversation(mirrored(case.conversation, parked), EventKind.CONVERSATION_CHANGED)
        stored: WorkItem = (await self.store.commit(batch)).stored(parked)
        return stored

    @retried
    async def unpark(self, item_id: str, by: str) -> WorkItem:
        """Put a parked item back to work: to its agent first, in its old place."""
        case = await self.case(item_id)
        if case.item.state is not WorkState.PARKED:
            return case.item
        batch = self.batch(by)
        queued, conversation = plan_back_to_queue(batch, self.ids, case)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        stored: WorkItem = (await self.store.commit(batch)).stored(queued)
        return stored

    @retried
    async def resolve(self, item_id: str, by: str) -> WorkItem:
        """Close the matter: ends the interaction, asks the customer for a rating, starts wrap-up."""
        case = await self.case(item_id)
        self._check_owner(case.item, by)
        batch = self.batch(by)
        wrapping, conversation = plan_wrap_up(batch, self.ids, case)
        interaction = await plan_bot_out(self.store, batch, self.ids, case.conversation, "taken")
        plan_end(batch, interaction, rating=True)
        conversation = plan_notice(batch, self.ids, conversation, "resolved")
        resolved = advance(conversation, ConversationState.RESOLVED, resolved_at=batch.at)
        batch.conversation(resolved, EventKind.CONVERSATION_RESOLVED)
        stored: WorkItem = (await self.store.commit(batch)).stored(wrapping)
        return stored

    @retried
    async def leave_to_bot(self, item_id: str, by: str) -> WorkItem:
        """End the agent's part and start wrap-up, while the bot that has the customer goes on."""
        case = await self.case(item_id)
        self._check_owner(case.item, by)
        batch = self.batch(by)
        wrapping, conversation = plan_wrap_up(batch, self.ids, case)
        conversation = replace(conversation, handler=case.conversation.handler)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        stored: WorkItem = (await self.store.commit(batch)).stored(wrapping)
        return stored

    @retried
    async def complete(
        self, item_id: str, by: str, disposition: str | None = None, note: str = ""
    ) -> WorkItem:
        """Finish wrap-up with an outcome code; the agent is free again."""
        case = await self.case(item_id)
        if case.item.state is WorkState.COMPLETED:
            return case.item
        if disposition:
            await self.store.get(Disposition, disposition)
        batch = self.batch(by)
        done = advance(case.item, WorkState.COMPLETED, completed_at=batch.at, disposition=disposition)
        if case.item.wrap_up_at:
            plan_work_interval(
                batch, self.ids, IntervalKind.WRAP_UP, done, case.item.wrap_up_at, disposition or ""
            )
        plan_release(batch, case)
        batch.work(done)
        conversation = case.conversation
        if note:
            author = Author(kind=AuthorKind.AGENT, id=by, name=await self._name(by))
            plan_note(batch, self.ids, conversation, by=author, text=note)
        if conversation.work_item == done.id:
            conversation = mirrored(conversation, done)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        stored: WorkItem = (await self.store.commit(batch)).stored(done)
        return stored

    async def abandon(self, item_id: str) -> None:
        """Record that the customer left before anybody answered."""
        await self._close(item_id, WorkState.ABANDONED, "customer", "abandoned")

    async def cancel(self, item_id: str, by: str, reason: str = "cancelled") -> None:
        """Close an item nobody needs to work on."""
        await self._close(item_id, WorkState.CANCELLED, by, reason)

    @retried
    async def _close(self, item_id: str, to: WorkState, by: str, outcome: str) -> None:
        case = await self.case(item_id)
        if case.item.state in TERMINAL_WORK:
            return
        batch = self.batch(by)
        conversation = plan_closed(batch, self.ids, case, to, outcome)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        await self.store.commit(batch)

    async def _check_available(self, agent_id: str) -> None:
        state = await self.store.peek(AgentState, agent_id)
        if state is None or state.has_gone:
            raise InvalidInput("This agent is not signed in. Choose one who is.", field="agent")

    def _check_owner(self, item: WorkItem, by: str) -> None:
        owner = item.preferred_agent if item.state is WorkState.PARKED else item.agent
        if owner != by:
            raise Conflict("Somebody else has this conversation now. Look who, or take it over first.")
