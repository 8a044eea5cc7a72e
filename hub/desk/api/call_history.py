"""The calls a conversation has had, for its timeline."""

from hub.core.models.calls import Call
from hub.core.permissions import Permission
from hub.desk.api.calls import shown_call
from hub.desk.call_views import CallView
from hub.desk.context import Context
from hub.desk.endpoint import endpoint

MOST = 200
"""Calls of one conversation that that are listed at most."""


@endpoint("GET", "/conversations/{id}/calls", permission=Permission.CONVERSATIONS_READ)
async def conversation_calls(ctx: Context, id: str) -> list[CallView]:
    """List the calls of a conversation, oldest first."""
    conversation = await ctx.conversation(id)
    found = await ctx.services.store.find(Call, {"conversation": conversation.id}, limit=MOST)
    return [await shown_call(ctx, call) for call in sorted(found, key=lambda call: call.started_at)]


ENDPOINTS = [conversation_calls]
