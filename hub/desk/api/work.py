"""Offers and work items: accept, decline, hand on, park, finish; and why."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from hub.core.errors import InvalidInput
from hub.core.models.staff import Staff
from hub.core.models.work import Consideration, Offer, Requirement, WorkItem
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import endpoint
from hub.desk.views import AgentReason, ClockStep, DecisionsView, ExplainView
from routing.explain import text_of
from routing.texts import sentence

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
        id, ctx.staff.id, queue=body.queue, skills=body.skills, agent=body.agent, note=body.note
    )


@endpoint("POST", "/work/{id}/park", permission=WRITE)
async def park(ctx: Context, id: str, body: Park) -> WorkItem:
    """Put the work aside until the customer answers or a time comes."""
    if body.until and body.until.tzinfo is None:
        raise InvalidInput("Give the time with its zone, e.g. 2026-11-21T15:00:00Z.", field="until")
    await ctx.own_item(id)
    return await ctx.services.work.park(id, ctx.staff.id, body.until)


@endpoint("POST", "/work/{id}/unpark", permission=WRITE)
async def unpark(ctx: Context, id: str) -> WorkItem:
    """Take parked work up again."""
    await ctx.own_item(id)
    return await ctx.services.work.unpark(id, ctx.staff.id)


@endpoint("POST", "/work/{id}/resolve", permission=WRITE)
async def resolve(ctx: Context, id: str) -> WorkItem:
    """Say that the matter is settled; wrap-up begins."""
    await ctx.own_item(id)
    return await ctx.services.work.resolve(id, ctx.staff.id)


@endpoint("POST", "/work/{id}/complete", permission=WRITE)
async def complete(ctx: Context, id: str, body: Complete) -> WorkItem:
    """End wrap-up with an outcome."""
    await ctx.own_item(id)
    return await ctx.services.work.complete(
        id, ctx.staff.id, disposition=body.disposition, note=body.note.strip()
    )


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
    item = await ctx.work_item(id)
    explanation = ctx.deps.line.explain(item.id)
    names = await _names(ctx)
    place = explanation.place
    return ExplainView(
        item=item.id,
        clock=[
            ClockStep(
                step=line.step,
                opens_in=line.opens_in,
                skills=[Requirement(skill=skill, minimum=grade) for skill, grade in line.skills],
            )
            for line in explanation.clock
        ],
        position=place.position if place else None,
        wait_seconds=place.wait_seconds if place else None,
        agents=[_reason(ctx, one, names) for one in explanation.agents],
        summary=explanation.text(ctx.language),
    )


@endpoint("GET", "/work/{id}/decisions", permission=Permission.CONVERSATIONS_READ)
async def decisions(ctx: Context, id: str) -> DecisionsView:
    """Say in plain words who was offered the work, and why."""
    await ctx.work_item(id)
    store, names = ctx.services.store, await _names(ctx)
    offers = await store.find(Offer, {"work_item": id}, order="offered_at", descending=True, limit=200)
    texts = {}
    for offer in offers:
        vars = {"agent": names.get(offer.agent, offer.agent), "reason": offer.reason}
        texts[offer.id] = sentence("summary.chosen", vars, ctx.language)
    return DecisionsView(
        offers=offers,
        texts=texts,
        agents={offer.id: [_reason(ctx, one, names) for one in offer.considered] for offer in offers},
    )


def summary_of(ctx: Context, item: WorkItem) -> str:
    """Return in one sentence why an item waits; empty when it just got away."""
    return ctx.deps.line.summary(item.id, ctx.language)


async def _names(ctx: Context) -> dict[str, str]:
    return {person.id: person.name for person in await ctx.services.store.find(Staff, limit=100_000)}


def _reason(ctx: Context, one: Consideration, names: Mapping[str, str]) -> AgentReason:
    return AgentReason(
        agent=one.agent,
        name=names.get(one.agent, one.agent),
        eligible=one.eligible,
        why=one.why,
        vars=one.vars,
        text=text_of(one, ctx.language),
    )


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
