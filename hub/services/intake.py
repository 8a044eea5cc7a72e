"""The one way in: an inbound message becomes durable, attached to a contact and attended to.

One commit holds the message, everything it opens (contact, conversation, interaction, work item)
and its events. A message the sender repeats is recognised by its external id and changes nothing.
"""

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.errors import Duplicate, NotFound, StaleRevision
from hub.core.ids import Ids
from hub.core.models.contacts import EntryPoint
from hub.core.models.conversations import (
    Author,
    AuthorKind,
    Conversation,
    Direction,
    Interaction,
    Message,
)
from hub.core.models.rules import Rule
from hub.core.ports import QueueFor, Store
from hub.core.rules import joined
from hub.services.arrivals import Arrival, Thread
from hub.services.attending import attend
from hub.services.auto_replies import Asked, plan_ruled
from hub.services.base import Service, retried
from hub.services.inbound import InboundMessage, Receipt
from hub.services.lines import with_newest
from hub.services.placing import place
from hub.services.rules import Rules
from hub.services.threads import plan_mail


class Intake(Service):
    """Accepts messages from all channels."""

    def __init__(
        self, store: Store, clock: Clock, ids: Ids, queue_for: QueueFor = str, rules: Rules | None = None
    ) -> None:
        """Also take the overflow rule and the rules that classify."""
        super().__init__(store, clock, ids)
        self._rules = rules or Rules(store, clock, ids)
        self._queue_for = queue_for

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
        arrival = Arrival(store=self.store, ids=self.ids, batch=batch, entry=entry, inbound=inbound)
        thread = await place(arrival)
        batch.actor = thread.contact.id
        message = self._plan_message(batch, thread, inbound)
        conversation = with_newest(thread.conversation, message)
        if not inbound.automatic:
            conversation = await attend(arrival, thread, conversation, self._queue_for)
        if classified.matched:
            conversation = await self._ruled(arrival, thread, conversation, classified.matched)
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

    def _plan_message(self, batch: Batch, thread: Thread, inbound: InboundMessage) -> Message:
        """Add the message and, of a mail, its head and files."""
        message = _message(self.ids(), thread, inbound)
        batch.message(message, thread.conversation)
        if inbound.mail:
            plan_mail(batch, self.ids, message, inbound.mail)
        for file in inbound.files:
            file.plan(batch, thread.conversation.id)
        return message

    async def _ruled(
        self, arrival: Arrival, thread: Thread, conversation: Conversation, rules: list[Rule]
    ) -> Conversation:
        asked = Asked(
            arrival.entry, thread.contact, thread.address, conversation, thread.interaction, arrival.inbound
        )
        return await plan_ruled(self.store, arrival.batch, self.ids, rules, asked)

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


def _message(message_id: str, thread: Thread, inbound: InboundMessage) -> Message:
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
        confidence=inbound.confidence,
    )
