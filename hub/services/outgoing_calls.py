"""Calls that we make: the conversation, the work and the call they begin with, in one commit."""

from datetime import datetime

from msgspec.structs import replace

from hub.core.addresses import is_phone_number
from hub.core.batch import Batch
from hub.core.errors import Conflict, InvalidInput, NotAllowed
from hub.core.events import EventKind
from hub.core.models.calls import Call
from hub.core.models.contacts import Address, AddressKind, Channel, EntryPoint
from hub.core.models.conversations import Conversation, Direction, Interaction, InteractionState
from hub.core.models.reports import IntervalKind
from hub.core.models.staff import AgentState, Staff
from hub.core.models.work import OfferState, Queue, WorkItem, WorkState
from hub.core.records import Value
from hub.core.transitions import advance
from hub.services.arrivals import Arrival, Sender, Thread, begin_again, go_on
from hub.services.base import Service, retried
from hub.services.call_parties import in_call
from hub.services.calls import LIVE
from hub.services.engaged import plan_engaged
from hub.services.handoffs import open_item
from hub.services.inbound import InboundMessage
from hub.services.intervals import plan_work_interval
from hub.services.people import contact_family, current_contact, current_conversation
from hub.services.placing import place
from hub.services.work_plans import (
    mirrored,
    plan_end_offer,
    plan_hold,
    plan_release,
    plan_request,
    read_case,
)

CALLED = "called"
"""Why there is work: an agent called the customer."""


class Wanted(Value, frozen=True, kw_only=True):
    """Whom somebody wants to call: a number or a contact, for a queue or an entry point."""

    number: str = ""
    contact: str | None = None
    queue: str | None = None
    entry_point: str | None = None


class Route(Value, frozen=True, kw_only=True):
    """As whom we call: the number that is shown, the entry point and the queue the work belongs to."""

    entry: EntryPoint
    queue: Queue
    caller_number: str


class Placing(Value, frozen=True, kw_only=True):
    """A call that is about to be placed: its id, its node, the number to call (E.164) and as whom.

    With a `conversation` it goes on there, whosever the number is: its customer has said they are there.
    """

    id: str
    node: str
    number: str
    route: Route
    conversation: str = ""


class OutgoingCalls(Service):
    """Begins the calls that staff make."""

    async def route(self, wanted: Wanted) -> Route:
        """Find as whom we call; raise InvalidInput without an entry point for calls."""
        entry = await self._entry(wanted)
        queue = await self.store.get(Queue, wanted.queue or entry.queue)
        own = entry.key if is_phone_number(entry.key) else ""
        return Route(
            entry=entry, queue=queue, caller_number=queue.caller_number or entry.caller_number or own
        )

    async def shown_number(self, call: Call) -> str:
        """Return the number that is shown to those who are called into a call."""
        conversation = await self.store.peek(Conversation, call.conversation) if call.conversation else None
        queue = conversation.queue if conversation else None
        route = await self.route(Wanted(queue=queue, entry_point=call.entry_point or None))
        return route.caller_number

    async def number_of(self, contact_id: str) -> str:
        """Return the number a contact is called at; raise InvalidInput if none is known."""
        contact = await current_contact(self.store, contact_id)
        where = {"contact": await contact_family(self.store, contact.id), "kind": AddressKind.PHONE}
        for address in await self.store.find(Address, where, limit=100):
            if is_phone_number(address.value):
                return address.value
        raise InvalidInput("No telephone number of this contact is known. Give one.", field="contact")

    @retried
    async def begin(self, placing: Placing, by: Staff) -> Call:
        """Open a conversation for a call that we make, in the hands of who makes it.

        Raises Conflict when they, the customer or the conversation are busy, InvalidInput when they are
        offline, NotAllowed when the contact is blocked.
        """
        agent = await self._free(by.id)
        batch = self.batch(by.id)
        entry = placing.route.entry
        inbound = _as_if_they_called(placing, batch.at)
        arrival = Arrival(store=self.store, ids=self.ids, batch=batch, entry=entry, inbound=inbound)
        known = placing.conversation
        thread = await self._in_conversation(arrival, known) if known else await place(arrival)
        await self._check_no_other(thread)
        conversation = await self._plan_own(batch, thread, placing.route.queue, agent)
        batch.conversation(conversation, EventKind.CONVERSATION_CHANGED)
        call = Call(
            id=placing.id,
            node=placing.node,
            interaction=thread.interaction.id,
            conversation=conversation.id,
            entry_point=entry.id,
            direction=Direction.OUTBOUND,
            remote=placing.number,
            called=placing.number,
            number=placing.number,
            by=by.id,
            started_at=batch.at,
        )
        batch.call(call, also=[by.id])
        stored: Call = (await self.store.commit(batch)).stored(call)
        return stored

    async def _in_conversation(self, arrival: Arrival, conversation_id: str) -> Thread:
        """Begin an episode with a conversation's customer; a number they told does not become theirs."""
        conversation = await current_conversation(self.store, conversation_id)
        contact = await current_contact(self.store, conversation.contact)
        if contact.blocked:
            raise NotAllowed("This contact is blocked.")
        before = await self.store.get(Interaction, conversation.interaction)
        sender = Sender(contact, await self.store.get(Address, before.address))
        if before.state is InteractionState.ACTIVE:
            return go_on(arrival, sender, conversation, before)
        return await begin_again(arrival, sender, conversation)

    @retried
    async def begin_inside(self, call_id: str, node: str, by: Staff, colleague: str) -> Call:
        """Begin a call of somebody of the house with another; nobody rings before the caller has joined."""
        await self._free(by.id)
        other = await self.store.get(Staff, colleague)
        if colleague == by.id:
            raise InvalidInput("This is you. Choose a colleague.", field="staff")
        await self.check_reachable(other)
        batch = self.batch(by.id)
        call = Call(
            id=call_id,
            node=node,
            interaction="",
            conversation="",
            entry_point="",
            direction=Direction.INTERNAL,
            remote=by.id,
            called=colleague,
            caller_staff=by.id,
            started_at=batch.at,
        )
        batch.call(call)
        await plan_engaged(self.store, batch, None, call)
        stored: Call = (await self.store.commit(batch)).stored(call)
        return stored

    async def check_reachable(self, colleague: Staff) -> None:
        """Raise Conflict or InvalidInput when it makes no sense to ring for somebody."""
        state = await self.store.peek(AgentState, colleague.id)
        if not colleague.active or state is None or state.has_gone:
            raise InvalidInput(f"{colleague.name} is not signed in. Choose somebody who is.", field="target")
        if await self._in_a_call(colleague.id):
            raise Conflict(f"{colleague.name} is on the phone.")

    async def _free(self, staff: str) -> AgentState:
        state = await self.store.peek(AgentState, staff)
        if state is None or state.has_gone:
            raise InvalidInput("You are offline. Choose to be available or away first.", field="agent")
        if await self._in_a_call(staff):
            raise Conflict("You are in a call already. End it first.")
        return state

    async def _in_a_call(self, staff: str) -> bool:
        return any(in_call(call, staff) for call in await self.store.find(Call, {"state": LIVE}))

    async def _entry(self, wanted: Wanted) -> EntryPoint:
        if wanted.entry_point:
            entry = await self.store.get(EntryPoint, wanted.entry_point)
            if entry.channel is not Channel.VOICE:
                raise InvalidInput("Calls are made from entry points for calls only.", field="entry_point")
            return entry
        entries = await self.store.find(
            EntryPoint, {"channel": Channel.VOICE, "active": True}, order="id", limit=1000
        )
        if not entries:
            raise InvalidInput("There is no entry point for calls. Set one up first.", field="entry_point")
        return next((one for one in entries if one.queue == wanted.queue), entries[0])

    async def _check_no_other(self, thread: Thread) -> None:
        where = {"interaction": thread.interaction.id, "state": LIVE}
        if await self.store.find(Call, where, limit=1):
            raise Conflict("The customer is in a call with us already.")

    async def _plan_own(self, batch: Batch, thread: Thread, queue: Queue, agent: AgentState) -> Conversation:
        """Add the work in the agent's hands: the item that is open, or a new one."""
        conversation = thread.conversation
        item = await open_item(self.store, conversation)
        if item is None:
            item, conversation = plan_request(
                batch, self.ids, conversation, thread.contact, queue, reason=CALLED, notice=""
            )
        elif item.state is WorkState.ASSIGNED and item.agent != agent.id:
            raise Conflict("A colleague has this customer's conversation. Ask them, or take it over first.")
        else:
            await self._plan_taken(batch, item, agent)
        owned = advance(
            item,
            WorkState.ASSIGNED,
            offer=None,
            agent=agent.id,
            preferred_agent=agent.id,
            only_agent=False,
            passed_by=[],
            parked_until=None,
            accepted_at=item.accepted_at or batch.at,
            interaction=thread.interaction.id,
        )
        batch.work(owned)
        plan_hold(batch, agent, owned, misses=0)
        return mirrored(conversation, owned, handler="agent")

    async def _plan_taken(self, batch: Batch, item: WorkItem, agent: AgentState) -> None:
        """Add what ends with waiting: an offer, and the time waited."""
        case = await read_case(self.store, item)
        plan_end_offer(batch, case, OfferState.WITHDRAWN)
        if item.agent != agent.id:
            plan_release(batch, case)
        if item.accepted_at is None:
            waited = replace(item, agent=agent.id)
            plan_work_interval(batch, self.ids, IntervalKind.WAITED, waited, item.arrived_at, CALLED)


def _as_if_they_called(placing: Placing, at: datetime) -> InboundMessage:
    """Return a call of ours as intake's rules for placing see a message."""
    return InboundMessage(
        entry_point=placing.route.entry.id,
        address_kind=AddressKind.PHONE,
        address=placing.number,
        external_id=placing.id,
        text="",
        at=at,
    )
