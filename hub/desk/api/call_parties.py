"""More than two in a call: asking colleagues and numbers in, handing a caller on, calling by ourselves."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from hub.core.errors import InvalidInput, NotAllowed, NotFound
from hub.core.models.calls import Call
from hub.core.permissions import Permission
from hub.desk.call_access import live_call, own_call
from hub.desk.context import Context
from hub.desk.endpoint import endpoint
from hub.services.call_work import Target
from hub.services.outgoing_calls import Wanted

WRITE = Permission.CONVERSATIONS_WRITE

Chosen = Annotated[str, Meta(min_length=1, max_length=64)]


class InviteKind(StrEnum):
    """Who can be asked into a call."""

    COLLEAGUE = "colleague"
    NUMBER = "number"


class TransferKind(StrEnum):
    """Who can be given a caller."""

    AGENT = "agent"
    QUEUE = "queue"
    FLOW = "flow"
    NUMBER = "number"


class Invite(Struct, frozen=True, kw_only=True):
    """Whom to ask in: a staff id, or a number."""

    kind: InviteKind
    target: Chosen


class CallTransfer(Struct, frozen=True, kw_only=True):
    """Who gets the caller: the id of an agent, a queue or a flow, or a number."""

    kind: TransferKind
    target: Chosen
    note: Annotated[str, Meta(max_length=4000)] = ""


class PartyChange(Struct, frozen=True, kw_only=True):
    """What changes for a party; null leaves it."""

    held: bool | None = None
    muted: bool | None = None


class InvitedParty(Struct, frozen=True, kw_only=True):
    """The party's id in the call."""

    party: str


class Outgoing(Struct, frozen=True, kw_only=True):
    """Whom to call: a number, or a contact; and for which queue or entry point, whose number is shown."""

    number: str | None = None
    contact: str | None = None
    queue: str | None = None
    entry_point: str | None = None


class Placed(Struct, frozen=True, kw_only=True):
    """The conversation that the call belongs to."""

    conversation: str


class Colleague(Struct, frozen=True, kw_only=True):
    """Whom to call."""

    staff: Chosen


class PlacedCall(Struct, frozen=True, kw_only=True):
    """The call, whose id stands in paths where others have their conversation's."""

    call: str


@endpoint("POST", "/conversations/{id}/call/parties", permission=WRITE)
async def invite_party(ctx: Context, id: str, body: Invite) -> InvitedParty:
    """Put the caller on hold and call a colleague or a number."""
    whom = Target(kind=body.kind.value, id=body.target)
    call = await own_call(ctx, id)
    party = await ctx.telephone.invite(call, ctx.staff, whom)
    return InvitedParty(party=party.id)


@endpoint("DELETE", "/conversations/{id}/call/parties/{party}", permission=WRITE)
async def drop_party(ctx: Context, id: str, party: str) -> None:
    """Let a party go, or stop calling them; whom it rings for declines by it."""
    call = await (live_call if party == ctx.staff.id else own_call)(ctx, id)
    await ctx.telephone.drop(call, ctx.staff, _present(call, party))


@endpoint("PUT", "/conversations/{id}/call/parties/{party}", permission=WRITE)
async def change_party(ctx: Context, id: str, party: str, body: PartyChange) -> None:
    """Hold or mute a party, or take it back."""
    call = await own_call(ctx, id)
    if body.held is not None:
        await ctx.telephone.hold(call, _present(call, party), on=body.held)
    if body.muted is not None:
        await ctx.telephone.mute(call, _present(call, party), on=body.muted)


@endpoint("POST", "/conversations/{id}/call/complete", permission=WRITE)
async def complete_transfer(ctx: Context, id: str) -> None:
    """Leave the caller with whom you asked in; a colleague gets the work."""
    call = await own_call(ctx, id)
    await ctx.telephone.complete(call, ctx.staff)


@endpoint("POST", "/conversations/{id}/call/transfer", permission=WRITE)
async def transfer_call(ctx: Context, id: str, body: CallTransfer) -> None:
    """Give the caller to an agent, a queue, a flow or a number, without asking first."""
    call = await own_call(ctx, id)
    if not call.conversation:
        raise NotAllowed("A call between colleagues cannot be handed on.")
    to = Target(kind=body.kind.value, id=body.target, note=body.note.strip())
    await ctx.telephone.transfer(call, ctx.staff, to)


@endpoint("POST", "/calls", permission=WRITE)
async def place_call(ctx: Context, body: Outgoing) -> Placed:
    """Call a number or a contact; the work is yours from the beginning."""
    if not (body.number or body.contact):
        raise InvalidInput("Say whom to call: give a number or a contact.", field="number")
    wanted = Wanted(
        number=body.number or "", contact=body.contact, queue=body.queue, entry_point=body.entry_point
    )
    call = await ctx.telephone.place(ctx.staff, wanted)
    return Placed(conversation=call.conversation)


@endpoint("POST", "/calls/colleague", permission=WRITE)
async def call_colleague(ctx: Context, body: Colleague) -> PlacedCall:
    """Call somebody of the house: join with your browser, and it rings for them."""
    return PlacedCall(call=(await ctx.telephone.call_colleague(ctx.staff, body.staff)).id)


def _present(call: Call, party: str) -> str:
    if all(one.id != party for one in call.parties):
        raise NotFound("This party is not in the call.")
    return party


ENDPOINTS = [
    invite_party,
    drop_party,
    change_party,
    complete_transfer,
    transfer_call,
    place_call,
    call_colleague,
]
