"""Parts of what becomes of a message on its way out: its state from its parts', what a new state entails."""

from hub.core.batch import Batch
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.contacts import Contact
from hub.core.models.conversations import AuthorKind, Conversation, Delivery, Message
from hub.core.models.delivery import Dispatch, DispatchState, Part
from hub.core.models.reasons import Reason
from hub.core.models.staff import AgentState
from hub.core.models.work import Queue, WorkItem, WorkState
from hub.core.ports import Store
from hub.core.transitions import advance, may_advance
from hub.services.episodes import reopened
from hub.services.lines import plan_notice
from hub.services.people import current_conversation
from hub.services.work_plans import Case, plan_back_to_queue, plan_release, plan_request

SHOWN: dict[DispatchState, Delivery] = {
    DispatchState.PENDING: Delivery.PENDING,
    DispatchState.SENDING: Delivery.PENDING,
    DispatchState.SENT: Delivery.SENT,
    DispatchState.BUFFERED: Delivery.BUFFERED,
    DispatchState.DELIVERED: Delivery.DELIVERED,
    DispatchState.FAILED: Delivery.FAILED,
    DispatchState.UNKNOWN: Delivery.UNKNOWN,
}
FINAL = frozenset({DispatchState.DELIVERED, DispatchState.FAILED})
REACHED = frozenset({DispatchState.SENT, DispatchState.BUFFERED, DispatchState.DELIVERED})
TROUBLE = frozenset({DispatchState.FAILED, DispatchState.UNKNOWN})
CALLED_BACK = Reason("called_back")
_WORST_FIRST = (DispatchState.FAILED, DispatchState.UNKNOWN, DispatchState.BUFFERED, DispatchState.SENT)


def state_of(parts: list[Part]) -> DispatchState:
    """Return the state of a message from its parts': as bad as the worst, as far as the slowest."""
    states = {part.state for part in parts}
    return next((state for state in _WORST_FIRST if state in states), DispatchState.DELIVERED)


def reason_of(parts: list[Part]) -> Reason | None:
    """Return why a message is in the state of its worst part; the others' reasons are with them."""
    worst = state_of(parts)
    return next((part.reason for part in parts if part.state is worst and part.reason), None)


def with_receipt(parts: list[Part], ref: str, state: DispatchState, reason: Reason | None) -> list[Part]:
    """Return the parts with one changed, unless its fate was sealed already."""
    return [
        Part(ref=ref, state=state, reason=reason) if part.ref == ref and part.state not in FINAL else part
        for part in parts
    ]


async def plan_move(
    store: Store, batch: Batch, ids: Ids, dispatch: Dispatch, to: DispatchState, reason: Reason | None
) -> Dispatch:
    """Add the dispatch's new state, the same on the message, and the work that failure makes."""
    moved = advance(dispatch, to, reason=reason)
    batch.save(moved)
    message = await store.get(Message, dispatch.id)
    conversation = await current_conversation(store, message.conversation)
    shown = SHOWN[to]
    if message.delivery is shown or not may_advance(message, shown):
        return moved
    message = advance(message, shown, delivery_reason=reason)
    batch.message_changed(message, conversation, {"delivery": shown.value})
    if to in TROUBLE and reason != CALLED_BACK:
        await _bring_back(store, batch, ids, message, conversation)
    return moved


async def _bring_back(
    store: Store, batch: Batch, ids: Ids, message: Message, conversation: Conversation
) -> None:
    """Tell staff, and see to it that somebody has the matter: its author, if they can."""
    notice = f"delivery_{message.delivery.value}"
    vars = message.delivery_reason.notice_vars if message.delivery_reason else {}
    item = await store.peek(WorkItem, conversation.work_item) if conversation.work_item else None
    agent = await store.get(AgentState, item.agent) if item and item.agent else None
    if item and (item.state is WorkState.PARKED or (agent and agent.has_gone)):
        queue = await store.get(Queue, item.queue)
        case = Case(item=item, conversation=conversation, queue=queue, agent=agent)
        plan_release(batch, case)
        _, conversation = plan_back_to_queue(batch, ids, case)
    elif item is None or item.state is WorkState.WRAP_UP:
        conversation = await reopened(store, batch, ids, conversation)
        _, conversation = plan_request(
            batch,
            ids,
            conversation,
            await store.get(Contact, conversation.contact),
            await store.get(Queue, conversation.queue or ""),
            reason="delivery_failed",
            notice="",
            preferred_agent=message.author.id if message.author.kind is AuthorKind.AGENT else None,
        )
    conversation = plan_notice(batch, ids, conversation, notice, vars, internal=True)
    batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
