"""What the desk asks of calls: kept by the services, carried to the node that has the call."""

from msgspec.structs import replace

from hub.core.errors import Conflict, HubError
from hub.core.models.calls import Call, CallState, Party, PartyKind, PartyRole, PartyState
from hub.core.models.staff import Staff
from hub.services.call_parties import known_party, party_of
from hub.services.call_work import Target
from hub.services.outgoing_calls import Wanted
from hub.services.people import current_conversation
from voice.control.calls import NodeCalls, idlest
from voice.control.link import VoiceLink
from voice.control.ports import Services
from voice.orders import CALLER, Dialpad, HangUp, Hold, Join, Leave, Mute, Part, Take

MONITORING = {
    PartyRole.LISTEN: "listened",
    PartyRole.WHISPER: "whispered",
    PartyRole.TALK: "joined",
}
"""What the audit trail calls a supervisor's part in a call."""


class Telephone:
    """Implements hub.desk.telephone.Telephone."""

    def __init__(self, link: VoiceLink, services: Services) -> None:
        self._link = link
        self._services = services
        self._keep = services.call_parties

    async def join(self, call: Call, staff: Staff, offer: str, role: PartyRole) -> str:
        """Let somebody's browser into a call; return the answer (SDP) to its offer.

        Raises Conflict when the node says why not, Unavailable when it does not answer.
        """
        node = self._node(call)
        if call.caller_staff == staff.id:
            return await self._begin_inside(node, call, offer)
        party = await self._party(call, staff, role)
        watches = party.kind is PartyKind.SUPERVISOR
        announced = party.kind is PartyKind.AGENT and await node.parties.announcements.due(call, staff)
        await self._keep.add(call.id, party, staff.id, audit=MONITORING[role] if watches else "")
        order = Join(
            id=self._services.ids(),
            call=call.id,
            party=party.id,
            offer=offer,
            role=PartyRole.LISTEN if announced and not party.connected_at else party.role,
            to=await self._whispers_to(call) if party.role is PartyRole.WHISPER else "",
        )
        try:
            answer = await node.browsers.join(order)
        except HubError:
            await self._keep.gone(call.id, party.id, "failed", staff.id)
            raise
        if announced and not party.connected_at:
            await node.parties.announce(call, party)
        return answer

    async def _begin_inside(self, node: NodeCalls, call: Call, offer: str) -> str:
        """Begin a call between colleagues: its caller's browser is the node's caller."""
        if call.state is not CallState.RINGING:
            raise Conflict("Your end of this call cannot come again. Hang up, and call once more.")
        order = Take(id=self._services.ids(), call=call.id, offer=offer, called=call.called)
        try:
            return await node.browsers.join(order)
        except HubError:
            await self._services.calls.ended(call.id, "failed")
            raise

    async def _party(self, call: Call, staff: Staff, role: PartyRole) -> Party:
        """Return somebody as they come in: as who they are in the call already, or anew."""
        if known := party_of(call, staff.id):
            return replace(known, role=role) if known.kind is PartyKind.SUPERVISOR else known
        owns = False
        if call.conversation:
            conversation = await current_conversation(self._services.store, call.conversation)
            owns = conversation.agent == staff.id
        return Party(
            id=staff.id,
            kind=PartyKind.AGENT if owns else PartyKind.SUPERVISOR,
            staff=staff.id,
            name=staff.name,
            role=PartyRole.TALK if owns else role,
            since=self._services.clock.now(),
        )

    async def _whispers_to(self, call: Call) -> str:
        if not call.conversation:
            return call.called
        conversation = await current_conversation(self._services.store, call.conversation)
        return conversation.agent or ""

    async def leave(self, call: Call, staff: Staff) -> None:
        """Take somebody's browser out."""
        node = self._node(call)
        if call.caller_staff == staff.id:
            await self.hang_up(call)
            return
        await self._keep.gone(call.id, staff.id, "normal", staff.id)
        node.command(Leave(id=self._services.ids(), call=call.id, party=staff.id))
        await node.parties.leave_nobody_alone(call.id)

    async def change_role(self, call: Call, staff: Staff, role: PartyRole) -> None:
        """Let a supervisor listen, whisper or talk."""
        node = self._node(call)
        if known_party(call, staff.id).kind is not PartyKind.SUPERVISOR:
            raise Conflict("Only a supervisor who is in the call can do that. Listen to it first.")
        await self._keep.change(call.id, staff.id, staff.id, audit=MONITORING[role], role=role)
        to = await self._whispers_to(call) if role is PartyRole.WHISPER else ""
        order = Part(id=self._services.ids(), call=call.id, party=staff.id, role=role, to=to)
        node.command(order)

    async def mute(self, call: Call, party: str, *, on: bool) -> None:
        """Mute a party, or not."""
        node = self._node(call)
        if call.caller_staff != party:
            known_party(call, party)
            await self._keep.change(call.id, party, party, muted=on)
        on_node = CALLER if call.caller_staff == party else party
        node.command(Mute(id=self._services.ids(), call=call.id, party=on_node, on=on))

    async def hold(self, call: Call, party: str, *, on: bool) -> None:
        """Put a party (empty: the caller) on hold, or take it back."""
        node = self._node(call)
        if party:
            known_party(call, party)
        await self._keep.change(call.id, party, "desk", held=on)
        node.command(Hold(id=self._services.ids(), call=call.id, party=party, on=on))

    async def press(self, call: Call, party: str, keys: str) -> None:
        """Press keys towards a party (empty: the caller)."""
        node = self._node(call)
        if party:
            known_party(call, party)
        node.command(Dialpad(id=self._services.ids(), call=call.id, party=party, keys=keys))

    async def hang_up(self, call: Call) -> None:
        """End the call."""
        node = self._node(call)
        node.command(HangUp(id=self._services.ids(), call=call.id))
        if call.caller_staff and call.state is CallState.RINGING:  # the node has not heard of it yet
            await self._services.calls.ended(call.id, "normal")

    async def invite(self, call: Call, by: Staff, whom: Target) -> Party:
        """Call a colleague or a number into the call."""
        return await self._node(call).handing_on.invite(call, by, whom)

    async def drop(self, call: Call, by: Staff, party: str) -> None:
        """Let a party go; whom it rings for declines."""
        node = self._node(call)
        declines = party == by.id and known_party(call, party).state is PartyState.RINGING
        await self._keep.gone(call.id, party, "declined" if declines else "normal", by.id)
        node.command(Leave(id=self._services.ids(), call=call.id, party=party))
        if call.caller_staff:
            await self.hang_up(call)
        else:
            await node.parties.leave_nobody_alone(call.id)

    async def complete(self, call: Call, by: Staff) -> None:
        """Leave the caller with whom the agent asked in."""
        await self._node(call).handing_on.complete(call, by)

    async def transfer(self, call: Call, by: Staff, to: Target) -> None:
        """Give the caller away at once."""
        await self._node(call).handing_on.transfer(call, by, to)

    async def pause_recording(self, call: Call, *, on: bool) -> None:
        """Record silence, or speech again."""
        if call.taping is None or not call.taping.on:
            raise Conflict("This call is not recorded.")
        await self._node(call).recordings.pause(call.id, "desk", on=on)

    async def place(self, by: Staff, wanted: Wanted) -> Call:
        """Call somebody outside."""
        return await self._idlest().place(by, wanted)

    async def call_colleague(self, by: Staff, colleague: str) -> Call:
        """Call somebody of the house."""
        node = self._idlest()
        call = await self._services.outgoing_calls.begin_inside(
            self._services.ids(), node.name, by, colleague
        )
        node.know(call)
        node.parties.expect(call.id)
        return call

    def _node(self, call: Call) -> NodeCalls:
        return self._link.node_of(call.id)

    def _idlest(self) -> NodeCalls:
        return idlest(self._link.nodes, "No voice node is connected, so nobody can be called.")
