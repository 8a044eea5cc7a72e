"""Sorting by what questions mean: where a model reads them, from the moment it does, and only new ones."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from bots.gap_likeness import MEANT, NEXT_TO, KnownGaps, read
from bots.gaps import GapSorter
from bots.knowledge.loaded_models import LoadedModels, Reading
from bots.knowledge.retrieval.hashing import HashEmbedder
from bots.knowledge.retrieval.worker import Worker
from hub.core.models.conversations import Conversation, Message
from hub.core.models.gaps import Gap, GapReason, GapState, QuestionVector, Unanswered
from hub.services.gap_plans import plan_unanswered
from hub.services.gaps import Gaps
from hub.services.knowledge import Knowledge
from tests.fakes.world import World

MATTERS = ("norway oslo fjord abroad", "sofa couch", "挪威 奥斯陆")


class Meanings:
    """Reads texts by matter, and counts them; `model` is empty while nothing is loaded."""

    def __init__(self, model: str = "fake-1") -> None:
        self.model = model
        self.texts: list[str] = []

    def reads(self, language: str) -> str:
        return self.model

    async def read(self, texts: Sequence[str], language: str) -> Reading | None:
        self.texts += texts
        rows = np.zeros((len(texts), len(MATTERS) + 1), np.float32)
        for row, text in zip(rows, texts, strict=True):
            about = [any(word in text.lower() for word in matter.split()) for matter in MATTERS]
            row[about.index(True) if True in about else -1] = 1
        return Reading(self.model, rows)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


@pytest.fixture
def gaps(world: World) -> Gaps:
    return Gaps(world.store, world.clock, world.ids)


async def miss(world: World, *texts: str) -> None:
    for text in texts:
        said = await world.say(text, visitor=world.ids())
        conversation = await world.store.get(Conversation, said.conversation.id)
        question = await world.store.get(Message, said.message.id)
        batch = world.outbox.batch("bot:knowledge")
        await plan_unanswered(world.store, batch, conversation, question, GapReason.MISSED)
        await world.store.commit(batch)
        await world.clock.advance(1)


async def sorted_in(sorter: GapSorter) -> None:
    while await sorter.sort():
        pass


async def counts(gaps: Gaps) -> dict[str, int]:
    return {gap.title: gap.count for gap in await gaps.all()}


async def test_questions_without_a_word_in_common_meet(world, gaps):
    await miss(world, "Do you ship to Norway?", "parcel for a friend in Oslo", "is my couch worth something")
    await sorted_in(GapSorter(gaps, world.clock, Meanings()))
    assert await counts(gaps) == {"Do you ship to Norway?": 2, "is my couch worth something": 1}


async def test_by_words_they_do_not(world, gaps):
    await miss(world, "Do you ship to Norway?", "parcel for a friend in Oslo")
    await sorted_in(GapSorter(gaps, world.clock, Meanings("")))
    assert len(await gaps.all()) == 2


async def test_languages_stay_apart(world, gaps):
    await miss(world, "Norway?", "能送到挪威吗", "奥斯陆")
    await sorted_in(GapSorter(gaps, world.clock, Meanings()))
    assert sorted((await counts(gaps)).values()) == [1, 2]


async def test_a_model_that_comes_later_changes_nothing_that_was_decided(world, gaps):
    knowledge = Knowledge(world.store, world.clock, world.ids)
    meanings = Meanings("")
    sorter = GapSorter(gaps, world.clock, meanings)
    await miss(world, "Do you ship to Norway?", "parcel for a friend in Oslo", "my old sofa")
    await sorted_in(sorter)
    norway, oslo, sofa = sorted(await gaps.all(), key=lambda gap: gap.first_at)
    await gaps.dismiss(oslo.id, "eva")
    article = await gaps.draft(sofa.id, "eva", knowledge)
    meanings.model = "fake-1"
    await miss(world, "couch?", "fjord?")
    await sorted_in(sorter)
    after = {gap.id: (gap.count, gap.state, gap.article) for gap in await gaps.all()}
    assert after[sofa.id] == (2, GapState.DRAFTED, article.id)
    assert after[oslo.id][1] is GapState.DISMISSED
    assert sorted((after[norway.id][0], after[oslo.id][0])) == [1, 2]
    assert len(after) == 3


async def test_what_editors_took_apart_stays_apart(world, gaps):
    sorter = GapSorter(gaps, world.clock, Meanings())
    stop = sorter.listen(world.database)
    await miss(world, "Do you ship to Norway?", "my old sofa", "sell a couch")
    await sorted_in(sorter)
    by_title = {gap.title: gap for gap in await gaps.all()}
    sofa = by_title["my old sofa"]
    (couch, _) = await gaps.examples(sofa.id)
    await gaps.move_out(couch.id, by_title["Do you ship to Norway?"].id, "eva")
    await miss(world, "sofa again")
    await sorted_in(sorter)
    stop()
    assert await counts(gaps) == {"Do you ship to Norway?": 2, "my old sofa": 2}


@pytest.mark.parametrize("hears", [True, False])
async def test_what_editors_merged_stays_merged(world, gaps, hears):
    sorter = GapSorter(gaps, world.clock, Meanings())
    stop = sorter.listen(world.database) if hears else lambda: None
    await miss(world, "Do you ship to Norway?", "my old sofa")
    await sorted_in(sorter)
    norway, sofa = sorted(await gaps.all(), key=lambda gap: gap.first_at)
    await gaps.merge(sofa.id, norway.id, "eva")
    await miss(world, "what is my couch worth")
    await sorted_in(sorter)
    stop()
    known = await counts(gaps)
    assert sum(known.values()) == 3
    if hears:
        assert known == {"Do you ship to Norway?": 3}


async def test_a_restart_reads_nothing_twice(world, gaps):
    await miss(world, "Do you ship to Norway?")
    await sorted_in(GapSorter(gaps, world.clock, Meanings()))
    await miss(world, "parcel for a friend in Oslo")
    again = Meanings()
    await sorted_in(GapSorter(gaps, world.clock, again))
    assert again.texts == ["parcel for a friend in Oslo"]
    assert (await counts(gaps)) == {"Do you ship to Norway?": 2}
    other = Meanings("fake-2")
    await miss(world, "fjord")
    await sorted_in(GapSorter(gaps, world.clock, other))
    assert sorted(other.texts) == ["Do you ship to Norway?", "fjord", "parcel for a friend in Oslo"]
    assert {one.model for one in await world.store.find(QuestionVector)} == {"fake-2"}


async def test_gaps_that_may_be_the_same_are_named(world, gaps):
    words, meanings = GapSorter(gaps, world.clock), Meanings()
    await miss(world, "Do you ship to Norway?", "parcel for a friend in Oslo", "my old sofa")
    await sorted_in(words)
    norway, oslo, sofa = sorted(await gaps.all(), key=lambda gap: gap.first_at)
    sorter = GapSorter(gaps, world.clock, meanings)
    assert await sorter.near(norway) == [oslo.id]
    assert await sorter.near(sofa) == []


def known(*likenesses: float) -> KnownGaps:
    """One gap whose questions are this like the question (1, 0)."""
    gaps = KnownGaps()
    for likeness in likenesses:
        gaps.add("gap", read("x", np.array([likeness, (1 - likeness**2) ** 0.5], np.float32)))
    return gaps


@pytest.mark.parametrize(
    ("likenesses", "joins"),
    [
        ((MEANT + 0.01,), True),
        ((MEANT - 0.01,), False),
        ((0.9 * MEANT, 1.15 * MEANT), True),
        ((0.5 * MEANT, 1.15 * MEANT), False),  # like one of them, but not on average
        ((0.0, 0.0, NEXT_TO + 0.01), True),  # all but the same as one of them
    ],
)
def test_a_question_joins_from_a_likeness_on(likenesses, joins):
    asked = read("y", np.array([1, 0], np.float32))
    assert known(*likenesses).likest(asked) == ("gap" if joins else None)


async def test_models_are_borrowed_once_they_are_loaded():
    worker = Worker()
    models: LoadedModels[str] = LoadedModels(worker, lambda name: HashEmbedder())
    assert models.reads("en") == ""
    assert await models.read(["hello"], "en") is None
    models.load("any")
    reading = await models.read(["when does the shop close?", "when does the shop close"], "en")
    worker.close()
    assert reading is not None
    assert reading.model == models.reads("zh") == "hash-1"
    assert reading.rows[0] @ reading.rows[1] == pytest.approx(1, abs=1e-5)


async def test_an_erased_question_is_compared_no_more(world, gaps):
    sorter = GapSorter(gaps, world.clock, Meanings())
    stop = sorter.listen(world.database)
    await miss(world, "Do you ship to Norway?", "fjord?")
    await sorted_in(sorter)
    for one in await world.store.find(Unanswered):
        await gaps.forget(one.contact, "adm")
    await miss(world, "parcel for a friend in Oslo")
    await sorted_in(sorter)
    stop()
    assert sorted(gap.count for gap in await world.store.find(Gap)) == [1, 2]
