"""Offers and work items: accept, decline, hand on, park, finish; and why."""

from datetime import datetime

from msgspec import Struct

from hub.core.errors import InvalidInput
from hub.core.models.work import Offer, Requirement, WorkItem
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import endpoint
from hub.desk.views import DecisionsView, ExplainView

WRITE, MANAGE = Permission.CONVERSATIONS_WRITE, Permission.WORK_MANAGE


class Transfer(Struct, frozen=True, kw_only=True):
    """Where the work goes: a queue, an agent, or whoever has the skills."""

    queue: str | None = None
    skills: list[Requirement] | None = None
    agent: str | None = None
    note: str = ""


class Park(Struct, frozen=True, kw_only=True):
    """Until when; null means until the customer writes."""

    until: datetime | None = None


class Complete(Struct, frozen=True, kw_only=True):
    """The outcome, and a last note."""

    disposition: str | None = None
    note: str = ""


class Assign(Struct, frozen=True, kw_only=True):
    """Who gets the work."""

    agent: str


@endpoint("POST", "/offers/{id}/accept", permission=WRITE)
async def accept_offer(ctx: Context, id: str) -> WorkItem:
    """Accept an offer."""
    return await ctx.services.work.accept(id, ctx.staff.id)


@endpoint("POST", "/offers/{id}/decline", permission=WRITE)
async def decline_offer(ctx: Context, id: str) -> Offer:
    """Decline an offer; the work goes to the next agent."""
    await ctx.services.work.decline(id, ctx.staff.id)
    return await ctx.services.store.get(Offer, id)


@endpoint("POST", "/work/{id}/transfer", permission=WRITE)
async def transfer(ctx: Context, id: str, body: Transfer) -> WorkItem:
    """Hand the work to a queue, an agent or a skill, with a note."""
    if not (body.queue or body.skills or body.agent):
        raise InvalidInput("Say where it goes: give queue, skills or agent.", field="queue")
    await ctx.own_item(id)
    return await ctx.services.work.transfer(
        id, ctx.author, queue=body.queue, skills=body.skills, agent=body.agent, note=body.note
    )


@endpoint("POST", "/work/{id}/park", permission=WRITE)
async def park(ctx: Context, id: str, body: Park) -> WorkItem:
    """Put the work aside until the customer answers or a time comes."""
    if body.until and body.until.tzinfo is None:
        raise InvalidInput("Give the time with its zone, e.g. 2026-11-21T15:00:00Z.", field="until")
    if body.until and body.until <= ctx.deps.clock.now():
        raise InvalidInput("The time has passed already.", field="until")
    await ctx.own_item(id)
    return await ctx.services.work.park(id, ctx.actor, body.until)


@endpoint("POST", "/work/{id}/unpark", permission=WRITE)
async def unpark(ctx: Context, id: str) -> WorkItem:
    """Take parked work up again."""
    await ctx.own_item(id)
    return await ctx.services.work.unpark(id, ctx.actor)


@endpoint("POST", "/work/{id}/resolve", permission=WRITE)
async def resolve(ctx: Context, id: str) -> WorkItem:
    """Say that the matter is settled; wrap-up begins."""
    await ctx.own_item(id)
    return await ctx.services.work.resolve(id, ctx.actor)


@endpoint("POST", "/work/{id}/complete", permission=WRITE)
async def complete(ctx: Context, id: str, body: Complete) -> WorkItem:
    """End wrap-up with an outcome."""
    item = await ctx.own_item(id)
    if body.note.strip():
        await ctx.services.outbox.note(
            item.conversation, by=ctx.author, text=body.note, client_id=f"complete-{id}"
        )
    return await ctx.services.work.complete(id, ctx.actor, disposition=body.disposition)


@endpoint("POST", "/work/{id}/assign", permission=MANAGE)
async def assign(ctx: Context, id: str, body: Assign) -> WorkItem:
    """Give the work to an agent by hand."""
    await ctx.work_item(id)
    return await ctx.services.work.assign(id, body.agent, ctx.actor)


@endpoint("POST", "/work/{id}/requeue", permission=WRITE)
async def requeue(ctx: Context, id: str) -> WorkItem:
    """Put the work back into its queue, at its old place."""
    await ctx.own_item(id)
    return await ctx.services.work.requeue(id, ctx.actor)


@endpoint("GET", "/work/{id}/explain", permission=Permission.CONVERSATIONS_READ)
async def explain(ctx: Context, id: str) -> ExplainView:
    """Say in plain words why the work has not gone to anybody yet."""
    raise NotImplementedError


@endpoint("GET", "/work/{id}/decisions", permission=Permission.CONVERSATIONS_READ)
async def decisions(ctx: Context, id: str) -> DecisionsView:
    """Say in plain words who was offered the work, and why."""
    raise NotImplementedError


ENDPOINTS = [
    accept_offer,
    decline_offer,
    transfer,
    park,
    unpark,
    resolve,
    complete,
    assign,
    requeue,
    explain,
    decisions,
]
