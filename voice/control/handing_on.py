"""Handing a caller on: asking somebody in first (attended), or not (blind)."""

from hub.core.bots import FLOW
from hub.core.errors import Conflict, InvalidInput
from hub.core.models.calls import Call, Party, PartyKind, PartyState
from hub.core.models.data import Entry, EntryKind
from hub.core.models.flows import Flow
from hub.core.models.staff import Staff
from hub.services.call_parties import party_of
from hub.services.call_work import Target, agent_author
from voice.control.parties import Parties
from voice.control.ports import Services
from voice.orders import CALLER, Hold, Leave, Transfer


class HandingOn:
    """What agents ask for, in calls of one node."""

    def __init__(self, services: Services, parties: Parties) -> None:
        self._services = services
        self._parties = parties
        self._following = parties.following
        self._keep = services.call_parties

    async def invite(self, call: Call, by: Staff, whom: Target) -> Party:
        """Put the caller on hold and call a colleague or a number.

        Raises InvalidInput, Conflict, NotAllowed or TooMany when they cannot be called.
        """
        if whom.kind == "colleague":
            return await self._invite_colleague(call, by, whom.id)
        number = await self._services.dialling.number(whom.id)
        return await self._dial(call, by, number, instead=False)

    async def _invite_colleague(self, call: Call, by: Staff, colleague: str) -> Party:
        staff = await self._services.store.get(Staff, colleague)
        if party_of(call, colleague):
            raise Conflict(f"{staff.name} is in this call already.")
        await self._services.outgoing_calls.check_reachable(staff)
        await self._hold_caller(call, by)
        return await self._parties.call_colleague(call, staff, by.id)

    async def _dial(self, call: Call, by: Staff, number: str, *, instead: bool) -> Party:
        """Call a number into the call; with `instead` nobody else is with the caller meanwhile."""
        line = await self._services.dialling.line(number, by.id)
        shown = await self._services.outgoing_calls.shown_number(call)
        if not instead:
            await self._hold_caller(call, by)
        party = Party(
            id=self._services.ids(),
            kind=PartyKind.NUMBER,
            name=number,
            number=number,
            by=by.id,
            instead=instead,
            since=self._services.clock.now(),
        )
        await self._following.dial(call, party, line, shown)
        return party

    async def _hold_caller(self, call: Call, by: Staff) -> None:
        if call.conversation and not call.held:
            await self._keep.change(call.id, CALLER, by.id, held=True)
            self._following.order(Hold, call.id, party=CALLER, on=True)

    async def complete(self, call: Call, by: Staff) -> None:
        """Leave the caller with whom the agent asked in and reached; a colleague gets the work.

        Raises Conflict when nobody was reached.
        """
        call = await self._services.store.get(Call, call.id)
        reached = [one for one in call.parties if one.by == by.id and one.state is PartyState.CONNECTED]
        colleague = next((one for one in reached if one.staff), None)
        if not reached or not call.conversation:
            raise Conflict("Nobody whom you asked is in the call. Wait until they answer.")
        item = await self._services.call_work.item(call, by.id)
        if colleague:
            await self._services.work.assign(item.id, colleague.staff, by.id)
        else:
            await self._services.call_work.leave_outside(call, by.id)
        await self._following.release(call)
        await self._following.follow(call.id)
        await self._parties.leave_nobody_alone(call.id)  # whom they were left with may be gone meanwhile

    async def transfer(self, call: Call, by: Staff, to: Target) -> None:
        """Give the caller away at once. Whom nobody takes comes back to the agent, or to the line."""
        item = await self._services.call_work.item(call, by.id)
        match to.kind:
            case "agent":
                await self._services.work.transfer(item.id, by.id, agent=to.id, note=to.note)
            case "queue":
                await self._services.work.transfer(item.id, by.id, queue=to.id, note=to.note)
            case "flow":
                await self._to_flow(call, by, item.id, to)
            case _:
                await self._to_number(call, by, to)
        await self._following.follow(call.id)

    async def _to_flow(self, call: Call, by: Staff, item: str, to: Target) -> None:
        flow = await self._services.store.peek(Flow, to.id)
        if flow is None or flow.published is None:
            raise InvalidInput("There is no such flow, or it is not published.", field="target")
        entry = Entry(id=self._services.ids(), kind=EntryKind.RETURNED, by=by.id)
        await self._note(call, by, to)
        await self._services.bot_turns.enter(call.conversation, FLOW + to.id, entry, by.id)
        await self._services.work.leave_to_bot(item, by.id)

    async def _to_number(self, call: Call, by: Staff, to: Target) -> None:
        """Call the number, or where the trunk takes it, have the network connect the two (REFER)."""
        number = await self._services.dialling.number(to.id)
        if self._services.dialling.refers:
            line = await self._services.dialling.line(number, by.id)
            await self._note(call, by, to)
            self._following.order(Transfer, call.id, uri=line.uri)
            return
        await self._dial(call, by, number, instead=True)
        await self._note(call, by, to)
        for party in call.parties:
            if party.staff == by.id or party.by == by.id:
                await self._keep.gone(call.id, party.id, "normal", by.id)
                self._following.order(Leave, call.id, party=party.id)
        await self._following.release(call)

    async def _note(self, call: Call, by: Staff, to: Target) -> None:
        if to.note:
            await self._services.call_work.note(call, agent_author(by.id, by.name), to.note)
