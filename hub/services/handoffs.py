"""From bot to person, as additions to a batch: what a handoff consists of, and what leaving undoes.

Whoever asks for a person (a bot, a guard, the customer's button, an agent who takes over) comes here, so
that the same holds for all: one work item, the bot silent from this commit on, its stretch on record.
"""

import structlog
from msgspec import Struct
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import Conflict, StaleRevision
from hub.core.ids import Ids
from hub.core.models.contacts import EntryPoint
from hub.core.models.conversations import Conversation, ConversationState, Interaction
from hub.core.models.work import Queue, Requirement, WorkItem, WorkState
from hub.core.ports import QueueFor, Store
from hub.core.transitions import OPEN_WORK, advance
from hub.services.episodes import PEOPLE, let_go, plan_end, reopened
from hub.services.lines import plan_notice
from hub.services.people import current_contact
from hub.services.work_plans import is_closed, mirrored, plan_back_to_queue, plan_request, read_case

log = structlog.get_logger()

CONTAINED, GIVEN_UP = "contained", "given_up"
RETURNED = "returned"
"""Why a person has the customer again whom they sent to a bot."""


class Wanted(Struct, frozen=True, kw_only=True):
    """A person, and why; `queue` may name one that is not there. `agent` is asked first."""

    reason: str
    skills: list[Requirement] = []
    priority: int = 0
    queue: str | None = None
    agent: str | None = None


class Handed(Struct, frozen=True):
    """What a handoff came to; the caller saves the conversation."""

    item: WorkItem
    conversation: Conversation


async def open_item(store: Store, conversation: Conversation) -> WorkItem | None:
    """Return the item that is under way for the conversation: nobody needs another one."""
    item = await store.peek(WorkItem, conversation.work_item) if conversation.work_item else None
    return item if item and item.state in OPEN_WORK and item.state is not WorkState.WRAP_UP else None


async def plan_person(
    store: Store, batch: Batch, ids: Ids, conversation: Conversation, wanted: Wanted, queue: Queue | None
) -> Handed:
    """Add what gives the conversation, which no bot has any more, to a person: one item, this or a new one.

    `queue` is from `queue_of`; it may be None only if an item is open.
    """
    item = await open_item(store, conversation)
    if item is not None:
        return await _plan_known(store, batch, ids, conversation, item)
    if queue is None:
        raise StaleRevision("The conversation was closed meanwhile.")
    conversation = await reopened(store, batch, ids, conversation)
    closed = wanted.reason == "closed" or await is_closed(store, queue, batch.at)
    item, conversation = plan_request(
        batch,
        ids,
        conversation,
        await current_contact(store, conversation.contact),
        queue,
        reason=wanted.reason,
        notice="" if wanted.reason == "taken" else "left_message" if closed else "waiting",
        skills=wanted.skills,
        priority=wanted.priority,
        preferred_agent=wanted.agent,
    )
    return Handed(item, conversation)


async def _plan_known(
    store: Store, batch: Batch, ids: Ids, conversation: Conversation, item: WorkItem
) -> Handed:
    """Let whoever has the item, or gets it next, speak again: a bot had the word in between."""
    if item.state is WorkState.PARKED:
        case = await read_case(store, item, conversation)
        return Handed(*plan_back_to_queue(batch, ids, case))
    handler = "agent" if item.state is WorkState.ASSIGNED else ""
    return Handed(item, mirrored(conversation, item, handler=handler))


async def queue_of(
    store: Store, conversation: Conversation, wanted: str | None, queue_for: QueueFor
) -> Queue:
    """Return where a person is asked for: the wanted queue, the conversation's, the entry point's, or any.

    A queue that is unknown or switched off must not cost the customer a person.
    """
    entry = await store.peek(EntryPoint, conversation.entry_point)
    names = dict.fromkeys([wanted, conversation.queue, entry.queue if entry else None])
    known = [queue for name in names if name and (queue := await store.peek(Queue, name))]
    if wanted and wanted not in {queue.id for queue in known}:
        log.error("handoff_queue_unknown", conversation=conversation.id, queue=wanted)
    active = [queue for queue in known if queue.active] or await store.find(Queue, {"active": True}, limit=1)
    if not active and not known:
        raise Conflict("There is no queue. An administrator sets one up under Queues.")
    return await store.get(Queue, queue_for((active or known)[0].id))


def plan_left(batch: Batch, ids: Ids, conversation: Conversation, interaction: Interaction) -> Conversation:
    """Add the end of an episode by the customer or a bot; return the conversation, which the caller saves."""
    if conversation.interaction == interaction.id:
        gave_up = interaction.memory is not None and interaction.memory.misses > 0
        outcome = GIVEN_UP if gave_up else CONTAINED
        interaction = let_go(batch, ids, conversation, interaction, outcome)
    plan_end(batch, interaction, rating=True)
    conversation = plan_notice(batch, ids, conversation, "ended")
    if conversation.work_item is None and conversation.state is ConversationState.OPEN:
        return advance(conversation, ConversationState.RESOLVED, resolved_at=batch.at)
    if conversation.work_state is WorkState.ASSIGNED and conversation.handler not in PEOPLE:
        return replace(conversation, handler="agent")
    return conversation
