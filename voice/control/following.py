"""Who is in a call follows from its work: whoever loses it leaves, whoever gets it stays or is called."""

from typing import Any

import structlog

from hub.core.errors import HubError
from hub.core.models.calls import Call, CallState, Party, PartyKind, PartyRole
from hub.core.models.conversations import Conversation
from hub.core.models.staff import Staff
from hub.core.models.work import WorkState
from hub.services.call_parties import party_of
from hub.services.dialling import Line
from hub.services.episodes import PEOPLE
from hub.services.people import current_conversation
from voice.control.ports import Send, Services
from voice.orders import CALLER, Dial, Hold, Leave, Part

log = structlog.get_logger()

WITHDRAWN = frozenset({WorkState.QUEUED, WorkState.OFFERED, WorkState.PARKED})
"""States of work that nobody has: whoever its agent asked into the call leaves as well."""


class Following:
    """Has in the calls of one node who has their work, and no other agent."""

    def __init__(self, services: Services, send: Send) -> None:
        self._services = services
        self._store = services.store
        self._keep = services.call_parties
        self._send = send
        self._dialled: set[tuple[str, str]] = set()

    async def follow(self, call_id: str) -> None:
        """Have in a call who has its work, and no other agent."""
        call = await self._store.get(Call, call_id)
        if not call.conversation or call.state is CallState.ENDED:
            return
        conversation = await current_conversation(self._store, call.conversation)
        if conversation.interaction != call.interaction:
            return
        owner = conversation.agent if conversation.work_state is WorkState.ASSIGNED else None
        for party in call.parties:
            was_agent = party.kind is PartyKind.AGENT and party.staff != owner
            if was_agent or (party.by and conversation.work_state in WITHDRAWN):
                await self._let_go(call, party)
            elif party.staff == owner and party.kind is not PartyKind.AGENT:
                await self._keep.own(call.id, party.staff)
                self.order(Part, call.id, party=party.id, role=PartyRole.TALK)
        if call.held and conversation.work_state in WITHDRAWN:
            await self.release(call)
        if owner:
            await self._attend(call, conversation, owner)

    async def _attend(self, call: Call, conversation: Conversation, owner: str) -> None:
        """Let the agent talk, or a bot in their place; call them if they have a telephone of their own."""
        party = party_of(call, owner)
        with_bot = conversation.handler not in PEOPLE
        if party and party.kind is PartyKind.AGENT and with_bot != party.held:
            role = PartyRole.LISTEN if with_bot else PartyRole.TALK
            await self._keep.change(call.id, owner, owner, held=with_bot, role=role)
            self.order(Part, call.id, party=owner, role=role)
            self.order(Hold, call.id, party=owner, on=with_bot)
        acceptance = (call.id, f"{conversation.work_item}-{owner}")
        if party is None and acceptance not in self._dialled and not any(one.instead for one in call.parties):
            self._dialled.add(acceptance)
            staff = await self._store.get(Staff, owner)
            if staff.uses_phone:
                await self._call_agent(call, staff)

    async def _call_agent(self, call: Call, staff: Staff) -> None:
        """Call an agent; one who cannot be called is not on the line, and the caller goes to another."""
        try:
            await self.call_phone(call, staff, PartyKind.AGENT)
        except HubError as error:
            log.warning("agent_not_called", call=call.id, agent=staff.id, error=error.code)

    async def call_phone(self, call: Call, staff: Staff, kind: PartyKind, by: str = "") -> Party:
        """Call somebody of the house on their own telephone. Raises what Dialling.line does."""
        line = await self._services.dialling.line(staff.phone, staff.id)
        shown = await self._services.outgoing_calls.shown_number(call)
        party = Party(
            id=staff.id,
            kind=kind,
            staff=staff.id,
            name=staff.name,
            number=staff.phone,
            by=by,
            since=self._services.clock.now(),
        )
        await self.dial(call, party, line, shown)
        return party

    async def dial(self, call: Call, party: Party, line: Line, shown: str) -> None:
        """Note somebody who is called into a call, and have the node call them; `shown` is our number."""
        await self._keep.add(call.id, party, party.by or party.staff)
        self.order(
            Dial,
            call.id,
            party=party.id,
            uri=line.uri,
            trunk=line.trunk,
            caller=shown,
            ring_for=line.ring_for,
        )

    async def release(self, call: Call) -> None:
        """Take the caller from hold."""
        self._hold(call.id, on=False)
        await self._keep.change(call.id, CALLER, "voice", held=False)

    async def _let_go(self, call: Call, party: Party) -> None:
        await self._keep.gone(call.id, party.id, "normal")
        self.order(Leave, call.id, party=party.id)

    def _hold(self, call_id: str, *, on: bool) -> None:
        self.order(Hold, call_id, party=CALLER, on=on)

    def order(self, kind: type[Any], call_id: str, **what: Any) -> None:
        """Send the node an order about a call."""
        self._send(kind(id=self._services.ids(), call=call_id, **what))
