"""Calls as the desk shows them."""

from datetime import datetime

from hub.core.addresses import region_of
from hub.core.models.calls import Call, CallState, Gone, Party, PartyKind, PartyRole, PartyState, Taping
from hub.core.models.conversations import Direction
from hub.desk.views import View


class PartyView(View, frozen=True, kw_only=True):
    """Somebody in a call besides its caller."""

    id: str
    kind: PartyKind
    name: str
    number: str
    state: PartyState
    role: PartyRole
    muted: bool
    held: bool
    silent: bool
    by: str  # the agent who had them called; empty for who came by themselves
    instead: bool  # a blind transfer that rings


class CallView(View, frozen=True, kw_only=True):
    """A call. `number` is the other side's, `region` its country (ISO 3166), empty where unknown.

    `conversation` is empty between colleagues; `caller` is then who called, and the call's own id stands
    in paths where others have their conversation's. `gone` is who left last, or did not come.
    """

    id: str
    conversation: str
    state: CallState
    direction: Direction
    number: str
    region: str
    caller: str  # staff, of a call between colleagues
    caller_name: str
    about: str  # the conversation's subject, or else how its newest message begins
    since: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    cause: str  # why it ended
    held: bool
    silent: bool
    parties: list[PartyView]
    gone: Gone | None
    recording: Taping | None
    own_phone: bool  # your telephone is dialled: the browser need not join


def call_view(call: Call, *, caller_name: str, about: str, own_phone: bool) -> CallView:
    """Return a call as somebody sees it; `own_phone` says that theirs is dialled."""
    return CallView(
        id=call.id,
        conversation=call.conversation,
        state=call.state,
        direction=call.direction,
        number=call.number,
        region=region_of(call.number),
        caller=call.caller_staff,
        caller_name=caller_name,
        about=about,
        since=call.started_at,
        answered_at=call.answered_at,
        ended_at=call.ended_at,
        cause=call.cause,
        held=call.held,
        silent=call.silent,
        parties=[_party_view(party) for party in call.parties],
        gone=call.gone,
        recording=call.taping,
        own_phone=own_phone,
    )


def _party_view(party: Party) -> PartyView:
    return PartyView(
        id=party.id,
        kind=party.kind,
        name=party.name,
        number=party.number,
        state=party.state,
        role=party.role,
        muted=party.muted,
        held=party.held,
        silent=party.silent,
        by=party.by,
        instead=party.instead,
    )
