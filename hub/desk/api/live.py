"""The floor as the supervisor sees it."""

from hub.core.models.staff import AgentState
from hub.core.permissions import Permission
from hub.desk.api.me import PresenceChange
from hub.desk.context import Context
from hub.desk.endpoint import endpoint
from hub.desk.views import LiveView, WaitingView


@endpoint("GET", "/live", permission=Permission.LIVE_READ)
async def live(ctx: Context) -> LiveView:
    """Return queues and agents as they are now, with today's figures."""
    raise NotImplementedError


@endpoint("GET", "/live/waiting", permission=Permission.LIVE_READ)
async def waiting(ctx: Context) -> WaitingView:
    """Return everything in line, with place and estimate."""
    raise NotImplementedError


@endpoint("PUT", "/agents/{id}/presence", permission=Permission.WORK_MANAGE)
async def set_presence(ctx: Context, id: str, body: PresenceChange) -> AgentState:
    """Set somebody else's presence."""
    return await ctx.services.agents.set_presence(id, body.presence, body.reason, by=ctx.actor)


ENDPOINTS = [live, waiting, set_presence]
