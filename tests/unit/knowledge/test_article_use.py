"""How articles do in a period, and which do best."""

from datetime import timedelta

import pytest

from hub.core.models.conversations import Author, AuthorKind, Citation
from hub.core.models.gaps import AskedOn, GapReason, Unanswered
from hub.services.article_use import FIGURES, ArticleUses
from hub.services.help_centre import HelpCentres
from tests.fakes.world import World

BOT = Author(kind=AuthorKind.BOT, id="bot:knowledge", name="knowledge")


@pytest.fixture
def uses(world: World) -> ArticleUses:
    return ArticleUses(world.store, world.clock, world.ids)


async def tell(world: World, knowledge, article: str, helpful: bool | None = None) -> None:
    said = await world.say("?", visitor=world.ids())
    cited = [Citation(article=article, revision=1, title=article)]
    message = await world.outbox.reply(
        said.conversation.id, by=BOT, text="x", client_id=world.ids(), citations=cited
    )
    if helpful is not None:
        await knowledge.feedback(message.id, helpful=helpful)


async def blame(world: World, article: str) -> None:
    batch = world.outbox.batch("test")
    batch.save(
        Unanswered(
            id=world.ids(),
            text="?",
            language="en",
            channel=AskedOn.CHAT,
            reason=GapReason.HANDED_OFF,
            article=article,
            at=batch.at,
            ready_at=batch.at,
        )
    )
    await world.store.commit(batch)


async def test_only_what_happened_in_the_period_counts(world, knowledge, uses):
    await tell(world, knowledge, "delivery", helpful=True)
    await blame(world, "delivery")
    await world.clock.advance(timedelta(days=40).total_seconds())
    since = world.clock.now() - timedelta(days=30)
    await tell(world, knowledge, "delivery", helpful=False)
    await HelpCentres(world.store, world.clock, world.ids).opinion("delivery", 1, helpful=True)
    (always,) = await uses.of(["delivery"])
    (lately,) = await uses.of(["delivery"], since)
    assert [getattr(always, name) for name in FIGURES] == [2, 2, 1, 1]
    assert [getattr(lately, name) for name in FIGURES] == [1, 1, 1, 0]


async def test_articles_keep_their_order_and_unknown_ones_have_nothing(world, knowledge, uses):
    await tell(world, knowledge, "b")
    assert [(one.article, one.told) for one in await uses.of(["a", "b"])] == [("a", 0), ("b", 1)]


async def test_ranks_name_all_articles_with_a_figure(world, knowledge, uses):
    for article, helpful in (("a", True), ("b", False), ("b", None)):
        await tell(world, knowledge, article, helpful)
    await blame(world, "a")
    await blame(world, "")
    assert await uses.ranks("told") == {"a": 1, "b": 2}
    assert await uses.ranks("helpful") == {"a": 1}
    assert await uses.ranks("not_helpful") == {"b": 1}
    assert (await uses.ranks("handed_off"))["a"] == 1
