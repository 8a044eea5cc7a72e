"""The telephone call of a conversation: the browser as the phone, mute, hold, keys, the end.

`{id}` is the conversation's, or, between colleagues, the call's own.
"""

from typing import Annotated

from msgspec import Meta, Struct

from hub.core.errors import InvalidInput, NotAllowed
from hub.core.models.calls import Call, PartyRole
from hub.core.models.conversations import Conversation
from hub.core.models.staff import Staff
from hub.core.permissions import Permission
from hub.desk.call_access import endable_call, joined_call, live_call, own_call, seen_call
from hub.desk.call_views import CallView, call_view
from hub.desk.context import Context
from hub.desk.endpoint import endpoint
from hub.services.call_parties import in_call

READ, WRITE = Permission.CONVERSATIONS_READ, Permission.CONVERSATIONS_WRITE
KEYS = frozenset("0123456789*#")
ABOUT = 120
"""Letters of a newest message that say what a call is about."""


class BrowserOffer(Struct, frozen=True, kw_only=True):
    """What a browser's connection offers (SDP, RFC 8829), with all its candidates."""

    sdp: Annotated[str, Meta(min_length=1, max_length=50_000)]
    role: PartyRole = PartyRole.TALK


class BrowserAnswer(Struct, frozen=True, kw_only=True):
    """What the voice node answers (SDP)."""

    sdp: str


class Switch(Struct, frozen=True, kw_only=True):
    """Whether something is on."""

    on: bool


class RoleChange(Struct, frozen=True, kw_only=True):
    """What a supervisor does in the call from now on."""

    role: PartyRole


class KeysPressed(Struct, frozen=True, kw_only=True):
    """Keys of a telephone; `party` hears them, empty: the caller."""

    keys: Annotated[str, Meta(min_length=1, max_length=32)]
    party: str = ""


class RecordingPause(Struct, frozen=True, kw_only=True):
    """Whether silence is recorded, as while a card's number is said."""

    paused: bool


@endpoint("GET", "/conversations/{id}/call", permission=READ)
async def get_call(ctx: Context, id: str) -> CallView:
    """Return the newest call of a conversation; it may have ended."""
    return await shown_call(ctx, await seen_call(ctx, id))


@endpoint("GET", "/calls", permission=READ)
async def list_calls(ctx: Context) -> list[CallView]:
    """List the calls that you are in, or called into, now."""
    return [await shown_call(ctx, call) for call in await ctx.services.call_parties.of(ctx.staff.id)]


@endpoint("POST", "/conversations/{id}/call/audio", permission=WRITE)
async def join_call(ctx: Context, id: str, body: BrowserOffer) -> BrowserAnswer:
    """Join the call from this browser; whom it rings for accepts by it."""
    call = await joined_call(ctx, id, body.role)
    return BrowserAnswer(sdp=await ctx.telephone.join(call, ctx.staff, body.sdp, body.role))


@endpoint("DELETE", "/conversations/{id}/call/audio", permission=WRITE)
async def leave_call(ctx: Context, id: str) -> None:
    """Leave the call; the others stay."""
    call = await live_call(ctx, id)
    await ctx.telephone.leave(call, ctx.staff)


@endpoint("PUT", "/conversations/{id}/call/role", permission=Permission.CALLS_MONITOR)
async def change_call_role(ctx: Context, id: str, body: RoleChange) -> None:
    """Listen, whisper to the agent, or talk with everybody, as a supervisor in the call."""
    call = await live_call(ctx, id)
    await ctx.telephone.change_role(call, ctx.staff, body.role)


@endpoint("PUT", "/conversations/{id}/call/mute", permission=WRITE)
async def mute_call(ctx: Context, id: str, body: Switch) -> None:
    """Let nobody hear you, or everybody again."""
    call = await live_call(ctx, id)
    if not in_call(call, ctx.staff.id):
        raise NotAllowed("You are not in this call.")
    await ctx.telephone.mute(call, ctx.staff.id, on=body.on)


@endpoint("PUT", "/conversations/{id}/call/hold", permission=WRITE)
async def hold_call(ctx: Context, id: str, body: Switch) -> None:
    """Let the caller hear music, or take them back."""
    call = await own_call(ctx, id)
    await ctx.telephone.hold(call, "", on=body.on)


@endpoint("POST", "/conversations/{id}/call/keys", permission=WRITE)
async def press_keys(ctx: Context, id: str, body: KeysPressed) -> None:
    """Press keys of the telephone."""
    if not set(body.keys) <= KEYS:
        raise InvalidInput("A telephone has the keys 0 to 9, * and #.", field="keys")
    call = await own_call(ctx, id)
    await ctx.telephone.press(call, body.party, body.keys)


@endpoint("POST", "/conversations/{id}/call/end", permission=WRITE)
async def end_call(ctx: Context, id: str) -> None:
    """Hang up for everybody."""
    call = await endable_call(ctx, id)
    await ctx.telephone.hang_up(call)


@endpoint("PUT", "/conversations/{id}/call/recording", permission=WRITE)
async def pause_recording(ctx: Context, id: str, body: RecordingPause) -> None:
    """Record silence for a while, or speech again."""
    call = await own_call(ctx, id)
    await ctx.telephone.pause_recording(call, on=body.paused)


async def shown_call(ctx: Context, call: Call) -> CallView:
    """Return a call as the sender of the request sees it."""
    store = ctx.services.store
    conversation = await store.peek(Conversation, call.conversation) if call.conversation else None
    about = (conversation.subject or conversation.last_text[:ABOUT]) if conversation else ""
    caller = await store.peek(Staff, call.caller_staff) if call.caller_staff else None
    return call_view(
        call,
        caller_name=caller.name if caller else "",
        about=about,
        own_phone=ctx.caller.staff is not None and ctx.staff.uses_phone,
    )


ENDPOINTS = [
    get_call,
    list_calls,
    join_call,
    leave_call,
    change_call_role,
    mute_call,
    hold_call,
    press_keys,
    end_call,
    pause_recording,
]
