"""Gaps: what customers ask in vain, and articles made from them or from an agent's answer."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from hub.core.errors import InvalidInput
from hub.core.models.conversations import Message
from hub.core.models.gaps import Gap, GapState, Unanswered
from hub.core.models.knowledge import Article
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import endpoint
from hub.desk.views import View

WRITE = Permission.KNOWLEDGE_WRITE
Id = Annotated[str, Meta(max_length=64)]


class GapQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which gaps, in which order: the most asked first, or the latest."""

    state: GapState = GapState.OPEN
    order: Literal["count", "last_at"] = "count"


class GapList(View, frozen=True, kw_only=True):
    """Gaps, and how many there are in each state."""

    items: list[Gap]
    counts: dict[str, int]


class GapName(View, frozen=True, kw_only=True):
    """A gap as it is chosen from a list."""

    id: str
    title: str
    count: int
    state: GapState


class GapView(View, frozen=True, kw_only=True):
    """A gap with its newest questions and the articles it names by title.

    `near` are gaps that may ask for the same, likest first.
    """

    gap: Gap
    examples: list[Unanswered]
    titles: dict[str, str]
    near: list[GapName]


class MergeInto(Struct, frozen=True, kw_only=True):
    """The gap that stays."""

    into: Id


class MoveInto(Struct, frozen=True, kw_only=True):
    """Where a question belongs; null: to a gap of its own."""

    into: Id | None = None


@endpoint("GET", "/gaps", permission=WRITE)
async def list_gaps(ctx: Context, query: GapQuery) -> GapList:
    """Return the gaps in a state."""
    counts = {state.value: await ctx.services.store.count(Gap, {"state": state}) for state in GapState}
    return GapList(items=await ctx.services.gaps.page(query.state, query.order), counts=counts)


@endpoint("GET", "/gaps/{id}", permission=WRITE)
async def gap(ctx: Context, id: str) -> GapView:
    """Return a gap with the questions in it; conversations are named to those who may read them."""
    found = await ctx.services.store.get(Gap, id)
    examples = await ctx.services.gaps.examples(id)
    names = {one.article for one in examples if one.article} | ({found.article} if found.article else set())
    articles = [await ctx.services.store.peek(Article, name) for name in sorted(names)]
    return GapView(
        gap=found,
        examples=examples,
        titles={one.id: one.title for one in articles if one is not None},
        near=await _near(ctx, found),
    )


@endpoint("POST", "/gaps/{id}/draft", permission=WRITE, status=201)
async def draft_from_gap(ctx: Context, id: str) -> Article:
    """Make a draft of an article with the gap's questions."""
    return await ctx.services.gaps.draft(id, ctx.actor, ctx.services.knowledge)


@endpoint("POST", "/gaps/{id}/dismiss", permission=WRITE)
async def dismiss_gap(ctx: Context, id: str) -> Gap:
    """Say that no article is wanted for this."""
    return await ctx.services.gaps.dismiss(id, ctx.actor)


@endpoint("POST", "/gaps/{id}/reopen", permission=WRITE)
async def reopen_gap(ctx: Context, id: str) -> Gap:
    """Put a gap back on the list."""
    return await ctx.services.gaps.reopen(id, ctx.actor)


@endpoint("POST", "/gaps/{id}/merge", permission=WRITE)
async def merge_gap(ctx: Context, id: str, body: MergeInto) -> Gap:
    """Put all questions of a gap into another one, which is returned; the first is gone."""
    return await ctx.services.gaps.merge(id, body.into, ctx.actor)


@endpoint("POST", "/unanswered/{id}/move", permission=WRITE)
async def move_question(ctx: Context, id: str, body: MoveInto) -> Gap:
    """Put one question into another gap, or one of its own; return that."""
    return await ctx.services.gaps.move_out(id, body.into, ctx.actor)


@endpoint("POST", "/messages/{id}/article", permission=Permission.CONVERSATIONS_WRITE, status=201)
async def draft_from_answer(ctx: Context, id: str) -> Article:
    """Make a draft of an article from an agent's answer and the customer's question before it."""
    message = await ctx.services.store.get(Message, id)
    await ctx.conversation(message.conversation)
    drafted = await ctx.services.gaps.draft_from_answer(message, ctx.actor, ctx.services.knowledge)
    if drafted is None:
        raise InvalidInput("Only what a colleague told a customer can become an article.", field="id")
    return drafted


async def _near(ctx: Context, gap: Gap) -> list[GapName]:
    found = [await ctx.services.store.peek(Gap, id) for id in await ctx.deps.near_gaps(gap)]
    return [
        GapName(id=one.id, title=one.title, count=one.count, state=one.state)
        for one in found
        if one is not None
    ]


ENDPOINTS = [
    list_gaps,
    gap,
    draft_from_gap,
    dismiss_gap,
    reopen_gap,
    merge_gap,
    move_question,
    draft_from_answer,
]
