"""An inbound message on its way in, and the conversation that it opens or finds open."""

from msgspec import Struct
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.contacts import Address, Channel, Contact, EntryPoint
from hub.core.models.conversations import Conversation, ConversationState, Interaction, InteractionState
from hub.core.models.rules import Route
from hub.core.models.work import MailBot, Queue, WorkState
from hub.core.ports import Store
from hub.core.transitions import advance
from hub.services.episodes import continued, plan_start
from hub.services.inbound import InboundMessage


class Arrival(Struct, frozen=True, kw_only=True):
    """An inbound message, the entry point it came to, and the batch in which it is stored."""

    store: Store
    ids: Ids
    batch: Batch
    entry: EntryPoint
    inbound: InboundMessage


class Sender(Struct, frozen=True):
    """Who wrote, and from which address."""

    contact: Contact
    address: Address


class Thread(Struct, frozen=True):
    """Where an inbound message belongs, and from which address it came."""

    contact: Contact
    address: Address
    conversation: Conversation
    interaction: Interaction


async def begin(arrival: Arrival, sender: Sender) -> Thread:
    """Add a new conversation with its first interaction; the caller saves the conversation."""
    batch, entry, inbound = arrival.batch, arrival.entry, arrival.inbound
    language = primary(inbound.language) or sender.contact.language or entry.language
    route = inbound.route
    queue = route.queue or entry.queue_by_language.get(language, entry.queue)
    draft = Conversation(
        id=arrival.ids(),
        contact=sender.contact.id,
        channel=entry.channel,
        entry_point=entry.id,
        subject=inbound.mail.subject if inbound.mail else "",
        language=language,
        handler=await _bot(arrival, queue),
        opened_at=batch.at,
        last_at=batch.at,
        queue=queue,
        tags=route.tags,
        skills=route.skills,
        priority=route.priority + entry.priority,
    )
    thread = draft.id if inbound.mail else ""
    interaction = plan_start(batch, arrival.ids, draft, sender.address.id, thread=thread)
    conversation = replace(draft, interaction=interaction.id)
    batch.event(
        EventKind.CONVERSATION_OPENED, conversation, conversation=conversation.id, queue=draft.queue or ""
    )
    return Thread(sender.contact, sender.address, conversation, interaction)


def go_on(arrival: Arrival, sender: Sender, conversation: Conversation, interaction: Interaction) -> Thread:
    """Return the thread of an interaction that is active; a resolved conversation is open again."""
    conversation = _open_again(continued(conversation, interaction))
    return Thread(sender.contact, sender.address, conversation, interaction)


async def begin_again(
    arrival: Arrival, sender: Sender, known: Conversation, *, threaded: bool = False
) -> Thread:
    """Add a new interaction to a conversation there is; the caller saves the conversation."""
    batch, entry = arrival.batch, arrival.entry
    known = replace(known, channel=entry.channel, entry_point=entry.id)
    known = routed(_open_again(known), arrival.inbound.route)
    interaction = plan_start(
        batch, arrival.ids, known, sender.address.id, thread=known.id if threaded else ""
    )
    attended = known.work_state not in {None, WorkState.WRAP_UP}
    handler = known.handler if attended else await _bot(arrival, known.queue or entry.queue)
    conversation = replace(known, interaction=interaction.id, handler=handler)
    batch.event(
        EventKind.CONVERSATION_CHANGED,
        conversation,
        conversation=conversation.id,
        queue=conversation.queue or "",
        agent=conversation.agent or "",
    )
    return Thread(sender.contact, sender.address, conversation, interaction)


def closed(batch: Batch, thread: Thread) -> Thread:
    """Return a new thread as one in which nobody has to do anything."""
    ended = advance(thread.interaction, InteractionState.ENDED, ended_at=batch.at)
    batch.save(ended)
    batch.event(EventKind.INTERACTION_ENDED, ended, conversation=ended.conversation)
    resolved = advance(thread.conversation, ConversationState.RESOLVED, handler="", resolved_at=batch.at)
    return replace(thread, conversation=resolved, interaction=ended)


def routed(conversation: Conversation, route: Route) -> Conversation:
    """Add what a later message of a conversation was classified as; its queue is not changed any more."""
    tags = [*conversation.tags, *(tag for tag in route.tags if tag not in conversation.tags)]
    return replace(conversation, tags=tags, priority=max(conversation.priority, route.priority))


def primary(language: str) -> str:
    """Return the language of a tag (RFC 5646) without region or script: queues and texts go by it."""
    return language.partition("-")[0].lower()


async def _bot(arrival: Arrival, queue: str) -> str:
    """Name the bot that stands in front, or none; a queue may keep bots away from its mail."""
    entry, route = arrival.entry, arrival.inbound.route
    bot = entry.bot or "" if route.bot is None else route.bot
    if bot and entry.channel is Channel.EMAIL:
        waiting = await arrival.store.get(Queue, queue)
        return "" if waiting.mail_bot is MailBot.OFF else bot
    return bot


def _open_again(conversation: Conversation) -> Conversation:
    if conversation.state is ConversationState.RESOLVED:
        return advance(conversation, ConversationState.OPEN, resolved_at=None)
    return conversation
