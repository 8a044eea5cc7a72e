"""Whatever people do with an article, and in whatever order, certain things stay true."""

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.core.errors import HubError
from hub.core.models.knowledge import (
    Article,
    ArticleAct,
    ArticleState,
    KnowledgePolicy,
    Revision,
    RevisionKind,
)
from hub.services.article_timer import ArticleTimer
from hub.services.knowledge import Knowledge
from tests.fakes.world import World

PEOPLE = ("eva", "kai", "max")
STEPS = (
    "save",
    "submit",
    "withdraw",
    "request_changes",
    "approve",
    "schedule",
    "unschedule",
    "publish",
    "unpublish",
    "discard",
    "restore",
    "archive",
    "bring_back",
    "verify",
    "expire",
    "wait",
)
WALKS = st.lists(
    st.tuples(st.sampled_from(STEPS), st.sampled_from(PEOPLE), st.integers(1, 5)), min_size=5, max_size=40
)


async def take(world: World, knowledge: Knowledge, id: str, step: str, who: str, number: int) -> None:
    article = await knowledge.get(id)
    later = world.clock.now() + timedelta(hours=number)
    match step:
        case "save":
            await knowledge.save(id, who, rev=article.rev, body=f"{who} {number}")
        case "request_changes":
            await knowledge.request_changes(id, who, comment="No.")
        case "schedule":
            await knowledge.schedule(id, who, later)
        case "restore":
            await knowledge.restore(id, who, number)
        case "expire":
            await knowledge.set_details(id, who, expires_at=later)
        case "wait":
            world.clock.set(3600 * number)
            assert not await ArticleTimer(world.store, knowledge, world.clock).step()
        case _:
            await getattr(knowledge, step)(id, who)


async def check(world: World, knowledge: Knowledge, article: Article, kept: dict[int, Revision]) -> None:
    """What must hold after every step."""
    revisions = {one.number: one for one in await knowledge.revisions(article.id)}
    assert sorted(revisions) == list(range(1, article.revision + 1))
    assert all(revisions[number] == revision for number, revision in kept.items())
    kept.update(revisions)
    assert revisions[article.revision].body == article.body
    assert (article.state is ArticleState.PUBLISHED) == (article.published == article.revision)
    assert article.published is None or article.published in revisions
    assert (article.publish_at is not None) == (article.state is ArticleState.SCHEDULED)
    if article.state is ArticleState.ARCHIVED:
        assert article.published is None
        assert article.due_at is None
    told = [one.number for one in await knowledge.published()]
    assert told == ([article.published] if article.published else [])


async def check_reviews(knowledge: Knowledge, article: Article) -> None:
    """Nothing reached customers that somebody else had not approved, as this tenant asks."""
    history = (await knowledge.history(article.id))[::-1]
    revisions = {one.number: one for one in await knowledge.revisions(article.id)}
    out: set[int] = set()
    for place, entry in enumerate(history):
        if entry.act is not ArticleAct.PUBLISHED:
            continue
        out.add(entry.revision)
        approvals = [
            one
            for one in history[:place]
            if one.act is ArticleAct.APPROVED and one.revision == entry.revision
        ]
        assert approvals
        assert all(one.by != revisions[entry.revision].author for one in approvals)
    for revision in revisions.values():
        if revision.kind is RevisionKind.DISCARDED:
            assert revision.copy_of is not None
            assert revision.body == revisions[revision.copy_of].body


async def walk(folder: str, steps: list[tuple[str, str, int]], *, strict: bool) -> int:
    """Take the steps; return how many could be taken."""
    taken = 0
    async with await World.open(Path(folder)) as world:
        knowledge = Knowledge(world.store, world.clock, world.ids)
        policy = KnowledgePolicy(id="policy", review_required=strict, separate_reviewer=strict)
        await knowledge.set_policy(policy, "admin")
        id = (await knowledge.create("eva", title="Returns", body="Within 30 days.")).id
        kept: dict[int, Revision] = {}
        for step, who, number in steps:
            before = await knowledge.get(id)
            try:
                await take(world, knowledge, id, step, who, number)
                taken += 1
            except HubError:
                assert await knowledge.get(id) == before  # what is refused changes nothing
            await check(world, knowledge, await knowledge.get(id), kept)
        if strict:
            await check_reviews(knowledge, await knowledge.get(id))
    return taken


@pytest.mark.parametrize("strict", [False, True])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=WALKS)
def test_no_order_of_steps_breaks_an_article(strict: bool, steps: list[tuple[str, str, int]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(walk(folder, steps, strict=strict))


def test_the_walk_can_reach_customers(tmp_path: Path) -> None:
    """Else the rules above would hold of nothing."""
    steps = [("submit", "eva", 1), ("approve", "kai", 1), ("schedule", "eva", 1), ("wait", "eva", 2)]
    assert asyncio.run(walk(str(tmp_path), steps, strict=True)) == len(steps)
