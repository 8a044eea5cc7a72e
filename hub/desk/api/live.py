"""The floor as the supervisor sees it."""

from hub.core.models.calls import Call, CallState
from hub.core.models.contacts import Contact
from hub.core.models.conversations import Conversation
from hub.core.models.staff import AgentState, Staff
from hub.core.models.work import Queue, WorkItem, WorkState
from hub.core.permissions import Permission
from hub.desk.api.me import PresenceChange
from hub.desk.api.work import summary_of
from hub.desk.context import Context
from hub.desk.endpoint import endpoint
from hub.desk.floor import live_agents, live_call, live_queues
from hub.desk.views import LiveCall, LiveView, WaitingItem, WaitingView

MOST = 10_000


@endpoint("GET", "/live", permission=Permission.LIVE_READ)
async def live(ctx: Context) -> LiveView:
    """Return queues and agents as they are now, with today's figures."""
    store = ctx.services.store
    queues = [queue for queue in await store.find(Queue, limit=MOST) if _may_see(ctx, queue.id)]
    staff = await store.find(Staff, limit=MOST)
    states = {state.id: state for state in await ctx.services.agents.states()}
    return LiveView(
        queues=await live_queues(ctx.services, ctx.deps.line, queues),
        agents=await live_agents(ctx.services, staff, states),
    )


@endpoint("GET", "/live/waiting", permission=Permission.LIVE_READ)
async def waiting(ctx: Context) -> WaitingView:
    """Return everything in line, with place and estimate."""
    store = ctx.services.store
    where = {"state": {WorkState.QUEUED, WorkState.OFFERED}}
    items = []
    for item in await store.find(WorkItem, where, order="arrived_at", limit=MOST):
        if not _may_see(ctx, item.queue):
            continue
        contact = await store.peek(Contact, item.contact)
        place = ctx.deps.line.position(item.id)
        items.append(
            WaitingItem(
                work_item=item,
                contact_name=contact.name if contact else "",
                position=place.position if place else None,
                wait_seconds=place.wait_seconds if place else None,
                summary=summary_of(ctx, item),
            )
        )
    return WaitingView(items=items)


@endpoint("GET", "/live/calls", permission=Permission.LIVE_READ)
async def live_calls(ctx: Context) -> list[LiveCall]:
    """Return the calls with customers that go on, the oldest first."""
    store = ctx.services.store
    where = {"state": {CallState.RINGING, CallState.UP}}
    found = []
    for call in await store.find(Call, where, order="id", limit=MOST):
        conversation = await store.peek(Conversation, call.conversation) if call.conversation else None
        if conversation and _may_see(ctx, conversation.queue or ""):
            found.append(await live_call(store, call, conversation))
    return found


@endpoint("PUT", "/agents/{id}/presence", permission=Permission.WORK_MANAGE)
async def set_presence(ctx: Context, id: str, body: PresenceChange) -> AgentState:
    """Set somebody else's presence."""
    return await ctx.services.agents.set_presence(id, body.presence, body.reason, by=ctx.actor)


def _may_see(ctx: Context, queue: str) -> bool:
    return ctx.queues is None or queue in ctx.queues


ENDPOINTS = [live, waiting, live_calls, set_presence]
