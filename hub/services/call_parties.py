"""Who is in a call, from being called into it to leaving it; every change is one commit and one event."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from hub.core.errors import Conflict, NotFound
from hub.core.models.calls import Call, CallState, Gone, Party, PartyKind, PartyRole, PartyState
from hub.core.transitions import advance
from hub.services.audit import plan_audit
from hub.services.base import Service, retried
from hub.services.calls import LIVE
from hub.services.engaged import plan_engaged

Change = Callable[[Call], Call]


class CallParties(Service):
    """Keeps the parties of calls."""

    async def of(self, staff: str) -> list[Call]:
        """Return the calls that somebody is in now, or called into."""
        going_on = await self.store.find(Call, {"state": LIVE})
        return [call for call in going_on if in_call(call, staff)]

    async def add(self, call_id: str, party: Party, by: str, *, audit: str = "", **caller: Any) -> Call:
        """Add somebody who is called, or comes again; `caller` changes fields of the call with it.

        `audit` names an act for the audit trail. Raises Conflict when the call is over.
        """

        def added(call: Call) -> Call:
            if call.state is CallState.ENDED:
                raise Conflict("This call is over.")
            others = [one for one in call.parties if one.id != party.id]
            return replace(call, parties=[*others, party], gone=None, **caller)

        return await self._change(call_id, by, added, audit)

    async def connected(self, call_id: str, party_id: str) -> Party | None:
        """Note that a party's audio is in the call; None when nobody expects it there."""

        def connected(party: Party) -> Party:
            at = party.connected_at or self.clock.now()
            return advance(party, PartyState.CONNECTED, connected_at=at)

        return party_of(await self._change(call_id, "voice", _one(party_id, connected)), party_id)

    async def gone(self, call_id: str, party_id: str, cause: str, by: str = "voice") -> Party | None:
        """Take somebody out; return who it was, or None when they were out already."""
        removed: list[Party] = []

        def without(call: Call) -> Call:
            removed[:] = [one for one in call.parties if one.id == party_id]
            if not removed:
                return call
            party = removed[0]
            gone = Gone(id=party.id, kind=party.kind, name=party.name, cause=cause)
            return replace(call, parties=[one for one in call.parties if one.id != party_id], gone=gone)

        await self._change(call_id, by, without)
        return removed[0] if removed else None

    async def refused(self, call_id: str, cause: str) -> Call:
        """Tell that the caller's network did not give them to a number; the call goes on as it was."""
        gone = Gone(id="", kind=PartyKind.NUMBER, name="", cause=cause)
        return await self._change(call_id, "voice", lambda call: replace(call, gone=gone))

    async def change(self, call_id: str, party_id: str, by: str, *, audit: str = "", **values: Any) -> Call:
        """Change fields of a party (empty: of the call itself, for its caller)."""
        if not party_id:
            return await self._change(call_id, by, lambda call: replace(call, **values))
        change = _one(party_id, lambda party: replace(party, **values))
        return await self._change(call_id, by, change, audit)

    async def own(self, call_id: str, staff: str) -> Call:
        """Make somebody who is in the call the agent who has its work."""

        def agent(party: Party) -> Party:
            return replace(party, kind=PartyKind.AGENT, role=PartyRole.TALK, by="", instead=False)

        return await self._change(call_id, staff, _one(staff, agent))

    @retried
    async def _change(self, call_id: str, by: str, change: Change, audit: str = "") -> Call:
        call = await self.store.get(Call, call_id)
        changed = change(call)
        if changed == call:
            return call
        batch = self.batch(by)
        batch.call(changed, also=[party.staff for party in call.parties])
        await plan_engaged(self.store, batch, call, changed)
        if audit:
            plan_audit(batch, self.ids, audit, "call", call.id)
        stored: Call = (await self.store.commit(batch)).stored(changed)
        return stored


def party_of(call: Call, party_id: str) -> Party | None:
    """Return a party of a call, if it is in it."""
    return next((party for party in call.parties if party.id == party_id), None)


def known_party(call: Call, party_id: str) -> Party:
    """Return a party of a call; raise NotFound if it is not in it."""
    party = party_of(call, party_id)
    if party is None:
        raise NotFound("This party is not in the call any more.")
    return party


def in_call(call: Call, staff: str) -> bool:
    """Say whether somebody of the house is in the call, or called into it."""
    return staff == call.caller_staff or any(party.staff == staff for party in call.parties)


def _one(party_id: str, change: Callable[[Party], Party]) -> Change:
    """Return the change of a call that changes one of its parties; it changes nothing without that party."""

    def changed(call: Call) -> Call:
        return replace(call, parties=[change(one) if one.id == party_id else one for one in call.parties])

    return changed
