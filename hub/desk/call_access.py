"""Which call a request is about, and what its sender may do with it."""

from hub.core.errors import NotAllowed, NotFound
from hub.core.models.calls import Call, CallState, PartyRole
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.services.call_parties import in_call
from hub.services.calls import call_of_conversation
from hub.services.people import current_conversation


async def seen_call(ctx: Context, id: str) -> Call:
    """Return the newest call of a conversation, or of that id, which the caller takes part in or may see.

    Calls between colleagues have no conversation: their own id stands for it.
    """
    store = ctx.services.store
    if call := await store.peek(Call, id):
        if not call.conversation and in_call(call, ctx.staff.id):
            return call
        raise NotFound(f"There is no call {id} of yours.")
    conversation = await ctx.conversation(id)
    found = await call_of_conversation(store, conversation)
    if found is None:
        raise NotFound("No call goes on in this conversation.")
    return found


async def live_call(ctx: Context, id: str) -> Call:
    """Return the call like `seen_call`; raise NotFound when it is over."""
    call = await seen_call(ctx, id)
    if call.state is CallState.ENDED:
        raise NotFound("This call is over.")
    return call


async def own_call(ctx: Context, id: str) -> Call:
    """Return a call whose caller the sender speaks for: their work, or a call with a colleague."""
    call = await live_call(ctx, id)
    if not await _is_own(ctx, call):
        raise NotAllowed("Only the agent who has this call can do that. Take it first.")
    return call


async def joined_call(ctx: Context, id: str, role: PartyRole) -> Call:
    """Return a call that the sender may speak in, as the agent, as somebody asked, or as a supervisor."""
    call = await live_call(ctx, id)
    if role is PartyRole.TALK and (in_call(call, ctx.staff.id) or await _is_own(ctx, call)):
        return call
    if not ctx.has(Permission.CALLS_MONITOR):
        raise NotAllowed("Only the agent who has this call, and whom they ask, can speak in it.")
    return call


async def endable_call(ctx: Context, id: str) -> Call:
    """Return a call that the sender may end: their own, or as a supervisor any."""
    call = await live_call(ctx, id)
    if not (ctx.has(Permission.WORK_MANAGE) or await _is_own(ctx, call)):
        raise NotAllowed("Only the agent who has this call can end it.")
    return call


async def _is_own(ctx: Context, call: Call) -> bool:
    if not call.conversation:
        return in_call(call, ctx.staff.id)
    conversation = await current_conversation(ctx.services.store, call.conversation)
    return conversation.agent == ctx.staff.id
