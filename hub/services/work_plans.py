"""Steps of a work item's life, as additions to a batch; services.work commits them.

Each takes the records as they were read and adds their successors, so several steps and the change
that caused them (an inbound message, a sign-out) are one commit.
"""

from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.capacity import hold, release
from hub.core.events import EventKind
from hub.core.hours import is_open
from hub.core.ids import Ids
from hub.core.models.contacts import Channel, Contact
from hub.core.models.conversations import AuthorKind, Conversation
from hub.core.models.reports import IntervalKind
from hub.core.models.staff import AgentState
from hub.core.models.work import Calendar, Offer, OfferState, Queue, Requirement, WorkItem, WorkState
from hub.core.ports import Store
from hub.core.transitions import TERMINAL_WORK, advance
from hub.services.intervals import plan_work_interval
from hub.services.lines import plan_notice

FORGOTTEN: dict[str, Any] = {"offer": None, "agent": None, "offered_at": None, "accepted_at": None}
"""What a work item loses when it leaves an agent's hands."""


class Case(Struct, frozen=True, kw_only=True):
    """A work item with everything a step may have to change."""

    item: WorkItem
    conversation: Conversation
    queue: Queue
    offer: Offer | None = None
    agent: AgentState | None = None


async def read_case(store: Store, item: WorkItem, conversation: Conversation | None = None) -> Case:
    """Read what a step of this item may have to change."""
    return Case(
        item=item,
        conversation=conversation or await store.get(Conversation, item.conversation),
        queue=await store.get(Queue, item.queue),
        offer=await store.get(Offer, item.offer) if item.offer else None,
        agent=await store.get(AgentState, item.agent) if item.agent else None,
    )


def mirrored(conversation: Conversation, item: WorkItem, handler: str | None = None) -> Conversation:
    """Return the conversation with its copies of the item's state brought up to date."""
    if item.state in TERMINAL_WORK or item.state is WorkState.WRAP_UP:
        open_item = item.id if item.state is WorkState.WRAP_UP else None
    else:
        open_item = item.id
    owner = item.preferred_agent if item.state is WorkState.PARKED else item.agent
    return replace(
        conversation,
        work_item=open_item,
        work_state=item.state if open_item else None,
        agent=owner if open_item and item.state is not WorkState.OFFERED else None,
        queue=item.queue,
        handler=conversation.handler if handler is None else handler,
    )


async def is_closed(store: Store, queue: Queue, at: datetime) -> bool:
    """Say whether the queue has hours and the time is outside them."""
    calendar = await store.peek(Calendar, queue.calendar) if queue.calendar else None
    return calendar is not None and not is_open(calendar, at)


def plan_request(
    batch: Batch,
    ids: Ids,
    conversation: Conversation,
    contact: Contact,
    queue: Queue,
    *,
    reason: str,
    notice: str,
    skills: list[Requirement] | None = None,
    priority: int = 0,
    preferred_agent: str | None = None,
) -> tuple[WorkItem, Conversation]:
    """Add a new queued work item and, if not empty, the line that tells the customer.

    Returns the item, and the conversation, which the caller saves.
    """
    item = WorkItem(
        id=ids(),
        conversation=conversation.id,
        interaction=conversation.interaction,
        contact=contact.id,
        channel=conversation.channel,
        queue=queue.id,
        extra_skills=[*conversation.skills, *(one for one in skills or [] if one not in conversation.skills)],
        priority=queue.priority + contact.priority + conversation.priority + priority,
        priority_class=queue.priority_class,
        language=conversation.language,
        reason=reason,
        arrived_at=batch.at,
        queued_at=batch.at,
        preferred_agent=preferred_agent,
    )
    batch.work(item)
    if notice:
        conversation = plan_notice(batch, ids, conversation, notice)
    return item, mirrored(conversation, item, handler="")


def plan_end_offer(batch: Batch, case: Case, to: OfferState) -> None:
    """Add the end of the item's open offer, if it has one."""
    if case.offer and case.offer.state is OfferState.OFFERED:
        batch.offer(advance(case.offer, to, ended_at=batch.at))


def plan_release(batch: Batch, case: Case, **changes: Any) -> None:
    """Add the agent's state without the item, if an agent holds it."""
    if case.agent and case.item.id in case.agent.held:
        batch.agent(replace(release(case.agent, case.item.id, batch.at), **changes))


def plan_hold(batch: Batch, agent: AgentState, item: WorkItem, **changes: Any) -> None:
    """Add the agent's state with the item held in its present state."""
    batch.agent(replace(hold(agent, item.id, item.channel, item.state, batch.at), **changes))


def plan_back_to_queue(batch: Batch, ids: Ids, case: Case, **changes: Any) -> tuple[WorkItem, Conversation]:
    """Add the item's return to its queue (or to `queue=`), keeping its place.

    The caller lets go of the agent and saves the conversation that is returned.
    """
    item = case.item
    if item.state is WorkState.ASSIGNED and item.accepted_at:
        plan_work_interval(batch, ids, IntervalKind.HANDLED, item, item.accepted_at, "returned")
    values: dict[str, Any] = {"queued_at": batch.at, "parked_until": None, "passed_by": [], **FORGOTTEN}
    queued = advance(item, WorkState.QUEUED, **{**values, **changes})
    batch.work(queued, agent=item.agent)
    return queued, mirrored(case.conversation, queued, handler="")


async def plan_withdraw_offers(
    store: Store, batch: Batch, ids: Ids, agent: AgentState, **changes: Any
) -> AgentState:
    """Add the end of the offers the agent has not answered: the items return to their places, changed so.

    Returns the agent's state without them, which the caller saves.
    """
    for item_id, held in agent.held.items():
        if held.state is not WorkState.OFFERED:
            continue
        case = replace(await read_case(store, await store.get(WorkItem, item_id)), agent=None)
        plan_end_offer(batch, case, OfferState.WITHDRAWN)
        values = {"passed_by": case.item.passed_by, "queued_at": case.item.queued_at, **changes}
        _, conversation = plan_back_to_queue(batch, ids, case, **values)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        agent = release(agent, item_id, batch.at)
    return agent


async def plan_return_unanswered(store: Store, batch: Batch, ids: Ids, agent: AgentState) -> AgentState:
    """Add the return of chats in which the agent, now gone, has not had the last word: the customer waits.

    They come back to this agent first. Returns the agent's state without them, which the caller saves.
    """
    for item_id, held in agent.held.items():
        if held.state is not WorkState.ASSIGNED or held.channel is not Channel.CHAT:
            continue
        case = replace(await read_case(store, await store.get(WorkItem, item_id)), agent=None)
        if case.conversation.last_author is AuthorKind.AGENT:
            continue
        _, conversation = plan_back_to_queue(batch, ids, case)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        agent = release(agent, item_id, batch.at)
    return agent


def plan_owned(batch: Batch, ids: Ids, case: Case, agent: AgentState, name: str, **changes: Any) -> WorkItem:
    """Add the item in this agent's hands: ownership, capacity, waiting time, the line the customer sees."""
    item = case.item
    if item.accepted_at is None:
        plan_work_interval(
            batch, ids, IntervalKind.WAITED, replace(item, agent=agent.id), item.arrived_at, "accepted"
        )
    values: dict[str, Any] = {
        "agent": agent.id,
        "preferred_agent": agent.id,
        "only_agent": False,
        "passed_by": [],
        "parked_until": None,
        "accepted_at": batch.at,
        **changes,
    }
    owned = advance(item, WorkState.ASSIGNED, **values)
    batch.work(owned)
    plan_hold(batch, agent, owned, misses=0)
    conversation = mirrored(case.conversation, owned, handler="agent")
    conversation = plan_notice(batch, ids, conversation, "agent_joined", {"name": name})
    batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
    return owned


def plan_closed(batch: Batch, ids: Ids, case: Case, to: WorkState, outcome: str) -> Conversation:
    """Add the end of an item nobody will work on any more (abandoned, cancelled); return the conversation."""
    if case.item.accepted_at is None:
        plan_work_interval(batch, ids, IntervalKind.WAITED, case.item, case.item.arrived_at, outcome)
    plan_end_offer(batch, case, OfferState.WITHDRAWN)
    plan_release(batch, case)
    closed = advance(case.item, to, completed_at=batch.at, offer=None)
    batch.work(closed)
    return mirrored(case.conversation, closed, handler="")


def plan_wrap_up(batch: Batch, ids: Ids, case: Case) -> tuple[WorkItem, Conversation]:
    """Add the step from work to wrap-up, or straight to the end where a queue allows no wrap-up."""
    item = case.item
    if item.accepted_at and item.state is WorkState.ASSIGNED:
        plan_work_interval(batch, ids, IntervalKind.HANDLED, item, item.accepted_at, "resolved")
    until = batch.at + timedelta(seconds=case.queue.wrap_up_seconds)
    wrapping = advance(item, WorkState.WRAP_UP, wrap_up_at=batch.at, wrap_up_until=until)
    if case.agent is None or item.agent is None or case.queue.wrap_up_seconds == 0:
        wrapping = advance(wrapping, WorkState.COMPLETED, completed_at=batch.at)
        plan_release(batch, case)
    else:
        plan_hold(batch, case.agent, wrapping)
    batch.work(wrapping, agent=item.agent)
    return wrapping, mirrored(case.conversation, wrapping, handler="")
