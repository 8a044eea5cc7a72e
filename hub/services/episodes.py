"""Interactions: starting and ending an episode as additions to a batch."""

from datetime import datetime

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import Conflict
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.conversations import (
    BotMemory,
    Conversation,
    ConversationState,
    Interaction,
    InteractionState,
)
from hub.core.models.data import Entry
from hub.core.ports import Store, Where
from hub.core.transitions import advance
from hub.services.intervals import plan_stretch
from hub.services.people import current_conversation

PEOPLE = frozenset({"", "agent"})
"""Handlers of conversations that no bot has."""


def messages_of(interaction: Interaction, conversation: Conversation) -> Where:
    """Return how an interaction's messages are found: after a merge some are in another conversation."""
    return {"conversation": {interaction.conversation, conversation.id}, "interaction": interaction.id}


def plan_start(
    batch: Batch, ids: Ids, conversation: Conversation, address: str, *, thread: str = ""
) -> Interaction:
    """Add a new active interaction on the conversation's present channel; the caller puts its id into it.

    `thread` is the conversation's id where an address may have several at once.
    """
    interaction = Interaction(
        id=ids(),
        conversation=conversation.id,
        contact=conversation.contact,
        address=address,
        channel=conversation.channel,
        entry_point=conversation.entry_point,
        thread=thread,
        started_at=batch.at,
    )
    batch.save(interaction)
    batch.event(EventKind.INTERACTION_STARTED, interaction, conversation=conversation.id)
    return interaction


def continued(conversation: Conversation, interaction: Interaction) -> Conversation:
    """Return the conversation as going on in this interaction, on its channel."""
    if conversation.interaction == interaction.id:
        return conversation
    return replace(
        conversation,
        interaction=interaction.id,
        channel=interaction.channel,
        entry_point=interaction.entry_point,
    )


def plan_end(batch: Batch, interaction: Interaction, *, rating: bool) -> None:
    """Add the end of an interaction, if it still goes on; `rating` asks the customer for one."""
    if interaction.state is InteractionState.ENDED:
        return
    ended = advance(interaction, InteractionState.ENDED, ended_at=batch.at, rating_asked=rating)
    batch.save(ended)
    batch.event(EventKind.INTERACTION_ENDED, ended, conversation=ended.conversation)


def let_go(
    batch: Batch,
    ids: Ids,
    conversation: Conversation,
    interaction: Interaction,
    outcome: str,
) -> Interaction:
    """Add the end of a bot's stretch, if one has the conversation, and save what the interaction is then."""
    if conversation.handler in PEOPLE:
        return interaction
    memory = interaction.memory
    if memory is None or memory.handed_off or memory.bot != conversation.handler:
        seq = memory.answered_seq if memory else 0
        memory = BotMemory(bot=conversation.handler, answered_seq=seq)
    plan_stretch(batch, ids, conversation, interaction, memory, outcome)
    without = replace(interaction, memory=replace(memory, handed_off=True, entry=None))
    batch.save(without)
    return without


def plan_bot_in(
    batch: Batch,
    conversation: Conversation,
    interaction: Interaction,
    bot: str,
    entry: Entry,
    since: datetime | None = None,
) -> None:
    """Add that a bot begins with a turn of its own: the customer need not say anything first.

    `since` is when it got the customer, if that was not now.
    """
    began = BotMemory(
        bot=bot,
        answered_seq=conversation.last_seq,
        entry=entry,
        agent=entry.agent,
        since=since or batch.at,
    )
    entered = replace(interaction, memory=began)
    batch.save(entered)
    data = {"entry": entry.kind.value}
    batch.event(EventKind.INTERACTION_CHANGED, entered, conversation=conversation.id, data=data)


async def plan_bot_out(
    store: Store, batch: Batch, ids: Ids, conversation: Conversation, outcome: str
) -> Interaction:
    """Add the end of the stretch of the bot that has the conversation, if one has; return the interaction."""
    interaction = await store.get(Interaction, conversation.interaction)
    return let_go(batch, ids, conversation, interaction, outcome)


async def reopened(store: Store, batch: Batch, ids: Ids, conversation: Conversation) -> Conversation:
    """Return the conversation open and with an active interaction, adding what that takes.

    Raises Conflict when the customer has gone on to a newer conversation from the same address.
    """
    if conversation.state is ConversationState.MERGED:
        raise Conflict("This conversation was merged into another one. Open that one.")
    if conversation.state is ConversationState.RESOLVED:
        conversation = advance(conversation, ConversationState.OPEN, resolved_at=None)
    last = await store.get(Interaction, conversation.interaction)
    if last.state is InteractionState.ACTIVE:
        return conversation
    active = await store.find(
        Interaction,
        {
            "entry_point": last.entry_point,
            "address": last.address,
            "thread": last.thread,
            "state": InteractionState.ACTIVE,
        },
        limit=1,
    )
    if active:
        newer = await current_conversation(store, active[0].conversation)
        if newer.id != conversation.id:
            raise Conflict("The customer has a newer conversation. Open that one.")
        return continued(conversation, active[0])
    started = plan_start(batch, ids, conversation, last.address, thread=last.thread)
    return continued(conversation, started)
