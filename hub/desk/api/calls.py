"""The telephone call of a conversation: its agent's browser as the phone, mute, hold, the end."""

from typing import Annotated

from msgspec import Meta, Struct

from hub.core.errors import NotAllowed
from hub.core.models.conversations import Conversation
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import endpoint

WRITE = Permission.CONVERSATIONS_WRITE


class BrowserOffer(Struct, frozen=True, kw_only=True):
    """What a browser's connection offers (SDP, RFC 8829), with all its candidates."""

    sdp: Annotated[str, Meta(min_length=1, max_length=50_000)]


class BrowserAnswer(Struct, frozen=True, kw_only=True):
    """What the voice node answers (SDP)."""

    sdp: str


class Switch(Struct, frozen=True, kw_only=True):
    """Whether something is on."""

    on: bool


@endpoint("POST", "/conversations/{id}/call/audio", permission=WRITE)
async def join_call(ctx: Context, id: str, body: BrowserOffer) -> BrowserAnswer:
    """Speak with the caller from this browser."""
    conversation = await _own(ctx, id)
    return BrowserAnswer(sdp=await ctx.deps.telephone.join(conversation.interaction, ctx.staff.id, body.sdp))


@endpoint("DELETE", "/conversations/{id}/call/audio", permission=WRITE)
async def leave_call(ctx: Context, id: str) -> None:
    """Stop speaking; the caller stays."""
    conversation = await ctx.conversation(id)
    await ctx.deps.telephone.leave(conversation.interaction, ctx.staff.id)


@endpoint("PUT", "/conversations/{id}/call/mute", permission=WRITE)
async def mute_call(ctx: Context, id: str, body: Switch) -> None:
    """Let the caller not hear you, or hear you again."""
    conversation = await _own(ctx, id)
    await ctx.deps.telephone.mute(conversation.interaction, ctx.staff.id, on=body.on)


@endpoint("PUT", "/conversations/{id}/call/hold", permission=WRITE)
async def hold_call(ctx: Context, id: str, body: Switch) -> None:
    """Let the caller hear music, or take them back."""
    conversation = await _own(ctx, id)
    await ctx.deps.telephone.hold(conversation.interaction, on=body.on)


@endpoint("POST", "/conversations/{id}/call/end", permission=WRITE)
async def end_call(ctx: Context, id: str) -> None:
    """Hang up."""
    conversation = await _own(ctx, id)
    await ctx.deps.telephone.hang_up(conversation.interaction)


async def _own(ctx: Context, id: str) -> Conversation:
    conversation = await ctx.conversation(id)
    if conversation.agent != ctx.staff.id:
        raise NotAllowed("Only the agent who has this call can do that. Take it first.")
    return conversation


ENDPOINTS = [join_call, leave_call, mute_call, hold_call, end_call]
