"""Telephone calls: each is an interaction from its ringing to its end; what is said in it, intake takes."""

from msgspec.structs import replace

from hub.core.bots import FLOW
from hub.core.clock import Clock
from hub.core.errors import NotFound
from hub.core.ids import Ids
from hub.core.models.calls import Call, CallState, NodeReports
from hub.core.models.contacts import WITHHELD, AddressKind, EntryPoint
from hub.core.models.conversations import Conversation, Direction
from hub.core.models.data import Entry, EntryKind
from hub.core.ports import QueueFor, Store
from hub.core.records import Value
from hub.core.transitions import advance, may_advance
from hub.services.arrivals import Arrival, primary
from hub.services.attending import attend
from hub.services.base import Service, retried
from hub.services.engaged import plan_engaged
from hub.services.episodes import plan_bot_in
from hub.services.inbound import InboundMessage
from hub.services.placing import place

LIVE = frozenset({CallState.RINGING, CallState.UP})


async def call_of_conversation(store: Store, conversation: Conversation) -> Call | None:
    """Return the call that goes on in a conversation's interaction, or else its last one."""
    if not conversation.interaction:
        return None
    found = await store.find(Call, {"interaction": conversation.interaction}, limit=100)
    return max(found, key=lambda call: (call.state in LIVE, call.started_at), default=None)


class Incoming(Value, frozen=True, kw_only=True):
    """A call that came in: `id` is the node's, `number` is E.164 or empty where withheld or unknown.

    A browser's call comes from the `address` of its visitor, and is held in its page's `language`.
    """

    id: str
    node: str
    entry_point: str
    number: str
    remote: str
    called: str
    name: str = ""
    kind: AddressKind = AddressKind.PHONE
    address: str = ""
    verified: bool = False
    language: str = ""


class Calls(Service):
    """Opens and closes the interactions of calls."""

    def __init__(self, store: Store, clock: Clock, ids: Ids, queue_for: QueueFor = str) -> None:
        """Also take the overflow rule."""
        super().__init__(store, clock, ids)
        self._queue_for = queue_for

    @retried
    async def begin(self, incoming: Incoming) -> Call:
        """Open an interaction for a call, with its bot's first turn owed, or in its queue; once for each id.

        Raises NotAllowed if the caller is blocked, NotFound if the entry point is switched off.
        """
        if known := await self.store.peek(Call, incoming.id):
            return known
        entry = await self.store.get(EntryPoint, incoming.entry_point)
        if not entry.active:
            raise NotFound("This entry point is switched off.")
        batch = self.batch("intake")
        arrival = Arrival(
            store=self.store,
            ids=self.ids,
            batch=batch,
            entry=entry,
            inbound=_arriving(incoming, entry, self.clock),
        )
        thread = await place(arrival)
        batch.actor = thread.contact.id
        conversation, interaction = thread.conversation, thread.interaction
        if incoming.language:
            conversation = replace(conversation, language=primary(incoming.language))
        if conversation.handler.startswith(FLOW):
            entered = Entry(id=self.ids(), kind=EntryKind.START)
            plan_bot_in(batch, conversation, interaction, conversation.handler, entered)
        elif not conversation.handler:
            conversation = await attend(arrival, thread, conversation, self._queue_for)
        batch.save(conversation)
        call = Call(
            id=incoming.id,
            node=incoming.node,
            interaction=interaction.id,
            conversation=conversation.id,
            entry_point=entry.id,
            direction=Direction.INBOUND,
            remote=incoming.remote,
            called=incoming.called,
            number=incoming.number,
            started_at=batch.at,
        )
        batch.call(call)
        stored: Call = (await self.store.commit(batch)).stored(call)
        return stored

    @retried
    async def answered(self, call_id: str) -> Call:
        """Note that audio flows."""
        call = await self.store.get(Call, call_id)
        if call.state is not CallState.RINGING:
            return call
        batch = self.batch("voice")
        up = advance(call, CallState.UP, answered_at=batch.at)
        batch.call(up)
        stored: Call = (await self.store.commit(batch)).stored(up)
        return stored

    @retried
    async def ended(self, call_id: str, cause: str) -> Call:
        """Note that a call is over; its interaction, Conversations.end_interaction ends."""
        call = await self.store.get(Call, call_id)
        if not may_advance(call, CallState.ENDED):
            return call
        batch = self.batch("voice")
        over = advance(call, CallState.ENDED, ended_at=batch.at, cause=cause, parties=[], held=False)
        batch.call(over, also=[party.staff for party in call.parties])
        await plan_engaged(self.store, batch, call, replace(over, caller_staff=""))
        stored: Call = (await self.store.commit(batch)).stored(over)
        return stored

    async def taken(self, node: str) -> int:
        """Return the number of the last report that was taken from a node."""
        known = await self.store.peek(NodeReports, node)
        return known.taken if known else 0

    @retried
    async def take(self, node: str, number: int) -> None:
        """Note that all reports up to this one were taken."""
        known = await self.store.peek(NodeReports, node) or NodeReports(id=node)
        if number <= known.taken:
            return
        batch = self.batch("voice")
        batch.save(replace(known, taken=number))
        await self.store.commit(batch)


def _arriving(incoming: Incoming, entry: EntryPoint, clock: Clock) -> InboundMessage:
    """Return the call as intake's rules for placing see a message."""
    return InboundMessage(
        entry_point=entry.id,
        address_kind=incoming.kind,
        address=incoming.address or incoming.number or f"{WITHHELD}{incoming.id}",
        verified=incoming.verified,
        language=incoming.language,
        external_id=incoming.id,
        text="",
        at=clock.now(),
        name=incoming.name,
    )
