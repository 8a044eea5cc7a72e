"""Who attends to an inbound message: the agent or bot that has its conversation, or a new work item."""

from hub.core.models.conversations import Conversation
from hub.core.models.staff import AgentState
from hub.core.models.work import Queue, WorkItem, WorkState
from hub.core.ports import QueueFor
from hub.services.arrivals import Arrival, Thread
from hub.services.loops import answered_at, plan_guarded
from hub.services.posting import POSTED
from hub.services.work_plans import Case, is_closed, plan_back_to_queue, plan_release, plan_request


async def attend(
    arrival: Arrival, thread: Thread, conversation: Conversation, queue_for: QueueFor
) -> Conversation:
    """Add what makes somebody deal with the message; return the conversation, which the caller saves."""
    store, batch = arrival.store, arrival.batch
    addresses = answered_at(thread.address.value, arrival.inbound.mail)
    conversation = await plan_guarded(store, batch, arrival.ids, arrival.entry, conversation, addresses)
    item = await store.peek(WorkItem, conversation.work_item) if conversation.work_item else None
    if item and item.state is WorkState.PARKED:
        return await _back_to_work(arrival, item, conversation)
    if item and item.state is WorkState.ASSIGNED and item.agent:
        agent = await store.get(AgentState, item.agent)
        if agent.has_gone:
            return await _back_to_work(arrival, item, conversation, agent)
    if conversation.handler or (item and item.state is not WorkState.WRAP_UP):
        return conversation
    queue = await store.get(Queue, queue_for(conversation.queue or arrival.entry.queue))
    _, conversation = plan_request(
        batch,
        arrival.ids,
        conversation,
        thread.contact,
        queue,
        reason="message",
        notice=await _line(arrival, queue),
        preferred_agent=item.preferred_agent if item else None,
    )
    return conversation


async def _line(arrival: Arrival, queue: Queue) -> str:
    """Name the line that tells a waiting customer so; none for those who do not sit and watch for it."""
    if arrival.entry.channel in POSTED:
        return ""
    return "left_message" if await is_closed(arrival.store, queue, arrival.batch.at) else "waiting"


async def _back_to_work(
    arrival: Arrival, item: WorkItem, conversation: Conversation, agent: AgentState | None = None
) -> Conversation:
    case = Case(
        item=item,
        conversation=conversation,
        queue=await arrival.store.get(Queue, item.queue),
        agent=agent,
    )
    plan_release(arrival.batch, case)
    _, requeued = plan_back_to_queue(arrival.batch, arrival.ids, case)
    return requeued
