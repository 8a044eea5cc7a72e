"""The parties of a node's calls: what the node reports of them, desks that ring, announcements."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

from hub.core.errors import HubError
from hub.core.models.calls import Call, CallState, Party, PartyKind, PartyState
from hub.core.models.staff import Staff
from hub.core.models.work import WorkState
from hub.services.call_parties import party_of
from hub.services.episodes import PEOPLE
from hub.services.people import current_conversation
from voice.control.announcing import Announcements
from voice.control.following import WITHDRAWN, Following
from voice.control.ports import Send, Services
from voice.orders import Answer, HangUp, Leave
from voice.reports import (
    Answered,
    Connected,
    Heard,
    Left,
    NotTransferred,
    Pressed,
    Reports,
    Ringing,
    Silent,
    Spoken,
)

log = structlog.get_logger()

RINGS_FOR = 30.0
"""Seconds that a colleague's desk rings."""
ANNOUNCED_WITHIN = 15.0
"""Seconds after which an agent talks, whatever became of the announcement."""


class Parties:
    """Everybody in the calls of one node besides their callers."""

    def __init__(self, services: Services, send: Send) -> None:
        self._services = services
        self._store = services.store
        self._keep = services.call_parties
        self._send = send
        self._group: asyncio.TaskGroup | None = None
        self._rung: list[tuple[str, str]] = []
        self.following = Following(services, send)
        self.announcements = Announcements(services, send)

    def open(self, group: asyncio.TaskGroup) -> None:
        """Let the group own what takes time: desks that ring, announcements."""
        self._group = group
        for call, party in self._rung:
            self.ring(call, party)

    def resume(self, call: Call) -> None:
        """Go on with a call after a broken connection."""
        for party in call.parties:
            if party.kind is PartyKind.COLLEAGUE and party.state is PartyState.RINGING and not party.number:
                self.ring(call.id, party.id)

    def ring(self, call_id: str, party_id: str) -> None:
        """Let a colleague's desk ring for a while."""
        if self._group:
            self._group.create_task(self._try(self._give_up(call_id, party_id)))
        else:  # from before the hub came back: as long again, once somebody keeps time
            self._rung.append((call_id, party_id))

    async def call_colleague(self, call: Call, colleague: Staff, by: str) -> Party:
        """Call somebody of the house, at their desk or by telephone. Raises what call_phone does."""
        if colleague.uses_phone:
            return await self.following.call_phone(call, colleague, PartyKind.COLLEAGUE, by)
        party = Party(
            id=colleague.id,
            kind=PartyKind.COLLEAGUE,
            staff=colleague.id,
            name=colleague.name,
            by=by,
            since=self._services.clock.now(),
        )
        await self._keep.add(call.id, party, by)
        self.ring(call.id, party.id)
        return party

    def expect(self, call_id: str) -> None:
        """Forget a call between colleagues whose caller does not join it."""
        if self._group:
            self._group.create_task(self._try(self._forget(call_id)))

    async def _forget(self, call_id: str) -> None:
        await self._services.clock.sleep(RINGS_FOR)
        if (await self._store.get(Call, call_id)).state is CallState.RINGING:
            await self._services.calls.ended(call_id, "no_answer")

    async def _give_up(self, call_id: str, party_id: str) -> None:
        await self._services.clock.sleep(RINGS_FOR)
        call = await self._store.get(Call, call_id)
        party = party_of(call, party_id)
        if party is None or party.state is PartyState.CONNECTED:
            return
        await self._keep.gone(call_id, party_id, "no_answer")
        if call.caller_staff:
            self.following.order(HangUp, call_id)

    # --- what the node reports -----------------------------------------------------------------------

    async def take(self, report: Reports) -> bool:
        """Act on a report about parties, or about a call of ours; False leaves it to others."""
        match report:
            case Connected():
                await self._connected(report.call, report.party)
            case Left():
                await self._left(report)
            case Silent():
                await self._keep.change(report.call, report.party, "voice", silent=report.on)
            case NotTransferred():
                await self._keep.refused(report.call, report.cause.value)
            case Spoken():
                return await self.announcements.spoken(report.order)
            case Ringing() | Answered() | Heard() | Pressed():
                return await self._not_from_outside(report)
            case _:
                return False
        return True

    async def _connected(self, call_id: str, party_id: str) -> None:
        party = await self._keep.connected(call_id, party_id)
        call = await self._store.get(Call, call_id)
        if party is None:  # it was let go while it came
            self.following.order(Leave, call_id, party=party_id)
            return
        if party.instead:
            await self._services.call_work.leave_outside(call, party.by)
            await self.following.release(call)
        elif party.kind is PartyKind.AGENT and party.number:
            await self.announce(call, party)

    async def _left(self, report: Left) -> None:
        """Take somebody out. An agent who is gone without a word, Situations looks after."""
        party = await self._keep.gone(report.call, report.party, report.cause.value)
        if party is None:
            return
        call = await self._store.get(Call, report.call)
        if call.caller_staff:
            self.following.order(HangUp, call.id)
        elif party.instead and party.connected_at is None:
            await self._services.call_work.come_back(call, party.by)
        else:
            await self.leave_nobody_alone(call.id)

    async def leave_nobody_alone(self, call_id: str) -> None:
        """End a call whose last party left, unless a bot, a line or an agent is there for its caller."""
        call = await self._store.get(Call, call_id)
        if call.state is CallState.UP and call.conversation and await self._is_alone(call):
            self.following.order(HangUp, call.id)

    async def _is_alone(self, call: Call) -> bool:
        if any(party.kind is not PartyKind.SUPERVISOR for party in call.parties):
            return False
        conversation = await current_conversation(self._store, call.conversation)
        attended = conversation.work_state in {*WITHDRAWN, WorkState.ASSIGNED}
        return not attended and conversation.handler in PEOPLE

    async def _not_from_outside(self, report: Ringing | Answered | Heard | Pressed) -> bool:
        """Take what concerns calls that did not come from outside; say whether it was one of these."""
        call = await self._store.peek(Call, report.call)
        if call is None or not (call.caller_staff or call.by):
            return False
        if isinstance(report, Ringing):
            self._send(Answer(id=f"{call.id}-answer", call=call.id, language="en"))
        elif isinstance(report, Answered):
            await self._services.calls.answered(call.id)
            if call.caller_staff:
                colleague = await self._store.get(Staff, call.called)
                await self.call_colleague(call, colleague, call.caller_staff)
        return bool(call.caller_staff) or isinstance(report, Ringing | Answered)

    async def announce(self, call: Call, party: Party) -> None:
        """Announce an agent who comes to the caller; they talk once it was said, or after a while."""
        order = await self.announcements.begin(call, party)
        if order and self._group:
            self._group.create_task(self._try(self._end_announcement(order)))

    async def _end_announcement(self, order: str) -> None:
        await self._services.clock.sleep(ANNOUNCED_WITHIN)
        await self.announcements.spoken(order)

    async def _try(self, act: Coroutine[Any, Any, None]) -> None:
        """Do something whose failing concerns one call only."""
        try:
            await act
        except HubError as error:
            log.warning("call_party_failed", error=error.code)
