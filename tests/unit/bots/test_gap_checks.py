"""The bot is asked again once there is an article for a gap, and the gap says what came of it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.gap_checks import GapChecker
from bots.knowledge.answering import Answering
from bots.knowledge.live import LiveIndex
from hub.core.config import Knowledge as Thresholds
from hub.core.models.conversations import Conversation, Message
from hub.core.models.gaps import Gap, GapReason, GapState
from hub.core.models.knowledge import Article
from hub.services.gap_plans import plan_unanswered
from hub.services.gaps import Gaps
from hub.services.knowledge import Knowledge
from tests.fakes.world import TENANT, World

QUESTION = "Is there a wheelchair ramp at the showroom?"


class Place:
    """Gaps, articles and the bot that answers from what is published."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.gaps = Gaps(world.store, world.clock, world.ids)
        self.knowledge = Knowledge(world.store, world.clock, world.ids)
        self.answering = Answering(Thresholds())
        self.checker = GapChecker(self.gaps, self.answering, world.clock)

    async def gap(self, *texts: str) -> Gap:
        gap = None
        for text in texts:
            said = await self.world.say(text, visitor=self.world.ids())
            question = await self.world.store.get(Message, said.message.id)
            conversation = await self.world.store.get(Conversation, question.conversation)
            batch = self.world.outbox.batch("bot:knowledge")
            await plan_unanswered(self.world.store, batch, conversation, question, GapReason.MISSED)
            await self.world.store.commit(batch)
            gap = await self.gaps.sort_in(question.id, gap.id if gap else None, "en")
        assert gap
        return gap

    async def published(self, gap: Gap, **content) -> Article:
        drafted = await self.gaps.draft(gap.id, "eva", self.knowledge)
        if content:
            drafted = await self.knowledge.save(drafted.id, "eva", rev=drafted.rev, **content)
        return await self.knowledge.publish(drafted.id, "eva")

    async def again(self, gap: Gap) -> Gap:
        return await self.world.store.get(Gap, gap.id)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with await World.open(tmp_path) as world:
        place = Place(world)
        ends = [
            await LiveIndex(TENANT, place.answering).start(world.database, place.knowledge),
            place.checker.listen(world.database),
        ]
        yield place
        for end in ends:
            end()


async def test_a_published_article_that_answers_closes_its_gap(place: Place):
    gap = await place.gap(QUESTION, "wheelchair ramp in the showroom?")
    article = await place.published(gap)
    assert await place.checker.check() == 1
    closed = await place.again(gap)
    assert closed.reasked
    assert (closed.state, closed.reasked.asked, closed.reasked.answered) == (GapState.ANSWERED, 2, 2)
    assert (closed.reasked.revision, closed.reasked.unmet) == (article.published, [])
    assert await place.checker.check() == 0


async def test_one_that_does_not_answer_leaves_it_open_and_says_why(place: Place):
    gap = await place.gap(QUESTION)
    article = await place.published(gap, title="Opening hours", body="Nine to five.", questions=[])
    await place.checker.check()
    still = await place.again(gap)
    assert still.reasked
    assert (still.state, still.article, still.reasked.answered) == (GapState.OPEN, article.id, 0)
    (question,) = await place.gaps.examples(gap.id)
    assert still.reasked.unmet == [question.id]
    saved = await place.knowledge.save(article.id, "eva", rev=article.rev, questions=[QUESTION])
    await place.knowledge.publish(saved.id, "eva")
    await place.checker.check()
    assert (await place.again(gap)).state is GapState.ANSWERED


async def test_an_answer_from_another_article_does_not_count(place: Place):
    gap = await place.gap(QUESTION)
    other = await place.knowledge.create("eva", title=QUESTION, body="Ask us.", questions=[QUESTION])
    await place.knowledge.publish(other.id, "eva")
    await place.published(gap, title="Opening hours", body="Nine to five.", questions=[])
    await place.checker.check()
    assert (await place.again(gap)).state is GapState.OPEN


async def test_an_article_that_is_taken_back_opens_the_gap(place: Place):
    gap = await place.gap(QUESTION)
    article = await place.published(gap)
    await place.checker.check()
    await place.knowledge.unpublish(article.id, "eva")
    await place.checker.check()
    opened = await place.again(gap)
    assert (opened.state, opened.reopened) == (GapState.OPEN, True)


async def test_what_was_published_while_nobody_listened_is_checked_at_the_start(place: Place):
    gap = await place.gap(QUESTION)
    await place.published(gap)
    fresh = GapChecker(place.gaps, place.answering, place.world.clock)
    assert await fresh.check() == 1
    assert (await place.again(gap)).state is GapState.ANSWERED


async def test_it_waits_until_the_search_has_caught_up(place: Place):
    gap = await place.gap(QUESTION)
    order: list[str] = []

    class Slow(Answering):
        async def caught_up(self) -> None:
            order.append("caught up")

        async def decide(self, question: str, language: str = "", *, without: str = ""):
            order.append("asked")
            return self.by_words(question, language)

    await place.published(gap)
    await GapChecker(place.gaps, Slow(Thresholds()), place.world.clock).check()
    assert order == ["caught up", "asked"]
