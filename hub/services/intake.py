"""The one way in: an inbound message becomes durable, attached to a contact and attended to.

One commit holds the message, everything it opens (contact, conversation, interaction, work item)
and its events. A message the sender repeats is recognised by its external id and changes nothing.
"""

from msgspec import Struct
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.errors import Duplicate, NotAllowed, NotFound, StaleRevision
from hub.core.events import EventKind
from hub.core.ids import Ids
from hub.core.models.contacts import Address, Channel, Contact, EntryPoint
from hub.core.models.conversations import (
    Author,
    AuthorKind,
    Conversation,
    ConversationState,
    Direction,
    Interaction,
    InteractionState,
    Message,
)
from hub.core.models.mail import Mail
from hub.core.models.rules import Route
from hub.core.models.staff import AgentState
from hub.core.models.work import MailBot, Queue, WorkItem, WorkState
from hub.core.ports import QueueFor, Store
from hub.core.rules import joined
from hub.core.transitions import advance
from hub.services.auto_replies import Asked, plan_ruled
from hub.services.base import Service, retried
from hub.services.episodes import continued, plan_start
from hub.services.forged import as_stranger, is_forged
from hub.services.inbound import InboundMessage, Receipt
from hub.services.lines import plan_notice, with_newest
from hub.services.loops import answered_at, is_bots, is_looping, plan_stopped
from hub.services.people import current_contact, current_conversation, find_address, plan_contact
from hub.services.recent import Recent
from hub.services.rules import Rules
from hub.services.threads import find_thread, plan_mail, takes_part
from hub.services.work_plans import Case, is_closed, plan_back_to_queue, plan_release, plan_request

KNOWN_ADDRESSES = 20_000
SAME_MATTER_HOURS = 72
"""A message this soon after a conversation was resolved re-opens it."""


class Thread(Struct, frozen=True):
    """Where an inbound message belongs, and from which address it came."""

    contact: Contact
    address: Address
    conversation: Conversation
    interaction: Interaction


class Intake(Service):
    """Accepts messages from all channels."""

    def __init__(
        self, store: Store, clock: Clock, ids: Ids, queue_for: QueueFor = str, rules: Rules | None = None
    ) -> None:
        """Also take the overflow rule and the rules that classify.

        Ids of recent addresses are kept to spare look-ups in a busy chat.
        """
        super().__init__(store, clock, ids)
        self._rules = rules or Rules(store, clock, ids)
        self._queue_for = queue_for
        self._addresses: Recent[tuple[str, str], str] = Recent(KNOWN_ADDRESSES)
        self._interactions: Recent[tuple[str, str], str] = Recent(KNOWN_ADDRESSES)

    @retried
    async def receive(self, inbound: InboundMessage) -> Receipt:
        """Store an inbound message and return once it is durable; only then may a channel acknowledge."""
        entry = await self.store.get(EntryPoint, inbound.entry_point)
        if not entry.active:
            raise NotFound("This entry point is switched off.")
        classified = await self._rules.classify(entry, inbound)
        if classified.matched:
            inbound = replace(inbound, route=joined(inbound.route, classified.route))
        batch = self.batch("intake")
        thread = await self._thread(batch, entry, inbound)
        if thread.contact.blocked:
            raise NotAllowed("Messages from this address are not accepted.")
        batch.actor = thread.contact.id
        message = _message(self.ids(), batch, thread, inbound)
        batch.message(message, thread.conversation)
        if inbound.mail:
            plan_mail(batch, self.ids, message, inbound.mail)
        for file in inbound.files:
            file.plan(batch, thread.conversation.id)
        conversation = with_newest(thread.conversation, message)
        if not inbound.automatic:
            addresses = answered_at(thread.address.value, inbound.mail)
            if is_bots(conversation) and await is_looping(self.store, addresses, entry.channel, batch.at):
                conversation = plan_stopped(batch, self.ids, conversation)
            conversation = await self._attend(batch, entry, thread, conversation)
        if classified.matched:
            asked = Asked(entry, thread.contact, thread.address, conversation, thread.interaction, inbound)
            conversation = await plan_ruled(self.store, batch, self.ids, classified.matched, asked)
        batch.save(conversation)
        try:
            sealed = await self.store.commit(batch)
        except Duplicate as error:
            return await self._known(error, inbound)
        return Receipt(
            message=sealed.stored(message),
            conversation=sealed.stored(conversation),
            interaction=await self.store.get(Interaction, thread.interaction.id),
        )

    async def _known(self, error: Duplicate, inbound: InboundMessage) -> Receipt:
        """Answer a repeated message; any other unique key that was taken is a lost race: try again."""
        stored = await self.store.peek(Message, error.existing)
        if stored is None or stored.external_id != inbound.external_id:
            raise StaleRevision("Another message of this contact was faster.") from error
        return Receipt(
            message=stored,
            conversation=await self.store.get(Conversation, stored.conversation),
            interaction=await self.store.get(Interaction, stored.interaction),
            duplicate=True,
        )

    async def _thread(self, batch: Batch, entry: EntryPoint, inbound: InboundMessage) -> Thread:
        if is_forged(inbound):
            await self._check_not_blocked(inbound)
            inbound = as_stranger(inbound)
        address = await self._address(inbound)
        if address is None:
            contact, address = plan_contact(
                batch,
                self.ids,
                kind=inbound.address_kind,
                value=inbound.address,
                verified=inbound.verified,
                name=inbound.name,
                language=_primary(inbound.language),
            )
            if inbound.mail is None:
                return await self._new_thread(batch, entry, contact, address, inbound)
        else:
            contact = await current_contact(self.store, address.contact)
        if inbound.mail is not None:
            return await self._mail_thread(batch, entry, contact, address, inbound, inbound.mail)
        interaction = await self._active(entry, address)
        if interaction:
            conversation = await current_conversation(self.store, interaction.conversation)
            return Thread(contact, address, _open_again(continued(conversation, interaction)), interaction)
        previous = await self.store.find(
            Conversation,
            {"contact": contact.id, "entry_point": entry.id},
            order="last_seq",
            descending=True,
            limit=1,
        )
        if previous and self._same_matter(previous[0]):
            return await self._reopened(batch, entry, contact, address, previous[0], inbound.route)
        return await self._new_thread(batch, entry, contact, address, inbound)

    async def _mail_thread(
        self,
        batch: Batch,
        entry: EntryPoint,
        contact: Contact,
        address: Address,
        inbound: InboundMessage,
        mail: Mail,
    ) -> Thread:
        """Join the conversation a mail answers if its sender takes part in it; else begin a new one."""
        if inbound.about:
            return await self._aside(contact, address, await current_conversation(self.store, inbound.about))
        found = await find_thread(self.store, mail, inbound.answers)
        if found and (found.contact == contact.id or await takes_part(self.store, found, address.value)):
            if inbound.automatic:
                return await self._aside(contact, address, found)
            where = {"entry_point": entry.id, "address": address.id, "thread": found.id}
            active = await self.store.find(Interaction, {**where, "state": InteractionState.ACTIVE}, limit=1)
            if active:
                conversation = _open_again(continued(found, active[0]))
                return Thread(contact, address, _routed(conversation, inbound.route), active[0])
            return await self._reopened(batch, entry, contact, address, found, inbound.route, threaded=True)
        thread = await self._new_thread(batch, entry, contact, address, inbound)
        forged = is_forged(inbound)
        if found or forged:
            notice = "sender_failed" if forged else "refers_elsewhere"
            elsewhere = {"conversation": found.id} if found else {}
            noted = plan_notice(batch, self.ids, thread.conversation, notice, elsewhere, internal=True)
            # Whose it is a person sees; a bot might answer a machine that has a new address for each mail.
            thread = replace(thread, conversation=replace(noted, handler=""))
        return _closed(batch, thread) if inbound.automatic else thread

    async def _check_not_blocked(self, inbound: InboundMessage) -> None:
        """A blocked address is not let in because its mail might be from somebody else."""
        known = await self._address(inbound)
        if known and (await current_contact(self.store, known.contact)).blocked:
            raise NotAllowed("Messages from this address are not accepted.")

    async def _aside(self, contact: Contact, address: Address, conversation: Conversation) -> Thread:
        """Show a message in a conversation as it is: nobody wakes up for it."""
        interaction = await self.store.get(Interaction, conversation.interaction)
        return Thread(contact, address, conversation, interaction)

    async def _new_thread(
        self,
        batch: Batch,
        entry: EntryPoint,
        contact: Contact,
        address: Address,
        inbound: InboundMessage,
    ) -> Thread:
        language = _primary(inbound.language) or contact.language or entry.language
        route = inbound.route
        queue = route.queue or entry.queue_by_language.get(language, entry.queue)
        draft = Conversation(
            id=self.ids(),
            contact=contact.id,
            channel=entry.channel,
            entry_point=entry.id,
            subject=inbound.mail.subject if inbound.mail else "",
            language=language,
            handler=await self._bot(entry, queue, route),
            opened_at=batch.at,
            last_at=batch.at,
            queue=queue,
            tags=route.tags,
            skills=route.skills,
            priority=route.priority,
        )
        interaction = plan_start(batch, self.ids, draft, address.id, thread=draft.id if inbound.mail else "")
        conversation = replace(draft, interaction=interaction.id)
        batch.event(
            EventKind.CONVERSATION_OPENED, conversation, conversation=conversation.id, queue=draft.queue or ""
        )
        return Thread(contact, address, conversation, interaction)

    async def _bot(self, entry: EntryPoint, queue: str, route: Route) -> str:
        """Name the bot that stands in front, or none; a queue may keep bots away from its mail."""
        bot = entry.bot or "" if route.bot is None else route.bot
        if bot and entry.channel is Channel.EMAIL:
            waiting = await self.store.get(Queue, queue)
            return "" if waiting.mail_bot is MailBot.OFF else bot
        return bot

    async def _reopened(
        self,
        batch: Batch,
        entry: EntryPoint,
        contact: Contact,
        address: Address,
        known: Conversation,
        route: Route,
        *,
        threaded: bool = False,
    ) -> Thread:
        known = _routed(_open_again(replace(known, channel=entry.channel, entry_point=entry.id)), route)
        interaction = plan_start(batch, self.ids, known, address.id, thread=known.id if threaded else "")
        attended = known.work_state not in {None, WorkState.WRAP_UP}
        handler = known.handler if attended else await self._bot(entry, known.queue or entry.queue, route)
        conversation = replace(known, interaction=interaction.id, handler=handler)
        batch.event(
            EventKind.CONVERSATION_CHANGED,
            conversation,
            conversation=conversation.id,
            queue=conversation.queue or "",
            agent=conversation.agent or "",
        )
        return Thread(contact, address, conversation, interaction)

    async def _attend(
        self, batch: Batch, entry: EntryPoint, thread: Thread, conversation: Conversation
    ) -> Conversation:
        """See to it that somebody deals with the message: its agent, a bot, or a new work item."""
        item = await self.store.peek(WorkItem, conversation.work_item) if conversation.work_item else None
        if item and item.state is WorkState.PARKED:
            return await self._back_to_work(batch, item, conversation)
        if item and item.state is WorkState.ASSIGNED and item.agent:
            agent = await self.store.get(AgentState, item.agent)
            if agent.has_gone:
                return await self._back_to_work(batch, item, conversation, agent)
        if conversation.handler or (item and item.state is not WorkState.WRAP_UP):
            return conversation
        queue = await self.store.get(Queue, self._queue_for(conversation.queue or entry.queue))
        _, conversation = plan_request(
            batch,
            self.ids,
            conversation,
            thread.contact,
            queue,
            reason="message",
            notice="left_message" if await is_closed(self.store, queue, batch.at) else "waiting",
            preferred_agent=item.preferred_agent if item else None,
        )
        return conversation

    async def _back_to_work(
        self, batch: Batch, item: WorkItem, conversation: Conversation, agent: AgentState | None = None
    ) -> Conversation:
        case = Case(
            item=item,
            conversation=conversation,
            queue=await self.store.get(Queue, item.queue),
            agent=agent,
        )
        plan_release(batch, case)
        _, requeued = plan_back_to_queue(batch, self.ids, case)
        return requeued

    async def _address(self, inbound: InboundMessage) -> Address | None:
        key = (inbound.address_kind.value, inbound.address)
        known = self._addresses.get(key)
        if known and (address := await self.store.peek(Address, known)):
            return address
        found = await find_address(self.store, inbound.address_kind, inbound.address)
        if found:
            self._addresses.put(key, found.id)
        return found

    async def _active(self, entry: EntryPoint, address: Address) -> Interaction | None:
        key = (entry.id, address.id)
        known = self._interactions.get(key)
        if known:
            interaction = await self.store.peek(Interaction, known)
            if interaction and interaction.state is InteractionState.ACTIVE:
                return interaction
        where = {
            "entry_point": entry.id,
            "address": address.id,
            "thread": "",
            "state": InteractionState.ACTIVE,
        }
        found = await self.store.find(Interaction, where, limit=1)
        if found:
            self._interactions.put(key, found[0].id)
        return found[0] if found else None

    def _same_matter(self, conversation: Conversation) -> bool:
        if conversation.state is ConversationState.MERGED:
            return False
        age = self.clock.now() - conversation.last_at
        return conversation.state is ConversationState.OPEN or age.total_seconds() < SAME_MATTER_HOURS * 3600


def _message(message_id: str, batch: Batch, thread: Thread, inbound: InboundMessage) -> Message:
    author = Author(kind=AuthorKind.CONTACT, id=thread.contact.id, name=thread.contact.name)
    return Message(
        id=message_id,
        conversation=thread.conversation.id,
        interaction=thread.interaction.id,
        direction=Direction.INBOUND,
        author=author,
        text=inbound.text,
        at=inbound.at,
        source=thread.address.id,
        external_id=inbound.external_id,
        attachments=inbound.attachments,
        automatic=inbound.automatic,
    )


def _closed(batch: Batch, thread: Thread) -> Thread:
    """Return a new thread as one in which nobody has to do anything."""
    ended = advance(thread.interaction, InteractionState.ENDED, ended_at=batch.at)
    batch.save(ended)
    batch.event(EventKind.INTERACTION_ENDED, ended, conversation=ended.conversation)
    resolved = advance(thread.conversation, ConversationState.RESOLVED, handler="", resolved_at=batch.at)
    return replace(thread, conversation=resolved, interaction=ended)


def _open_again(conversation: Conversation) -> Conversation:
    if conversation.state is ConversationState.RESOLVED:
        return advance(conversation, ConversationState.OPEN, resolved_at=None)
    return conversation


def _routed(conversation: Conversation, route: Route) -> Conversation:
    """Add what a later message of a conversation was classified as; its queue is not changed any more."""
    tags = [*conversation.tags, *(tag for tag in route.tags if tag not in conversation.tags)]
    return replace(conversation, tags=tags, priority=max(conversation.priority, route.priority))


def _primary(language: str) -> str:
    """Return the language of a tag (RFC 5646) without region or script: queues and texts go by it."""
    return language.partition("-")[0].lower()
