"""Search by meaning follows what is published; words do until it is ready. The model is a fake."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bots.knowledge.answering import Answering, Decision, Search
from bots.knowledge.index import Entry
from bots.knowledge.meaning import Meaning
from bots.knowledge.retrieval.hashing import HashEmbedder
from bots.knowledge.retrieval.models import Model
from bots.knowledge.retrieval.ports import Matrix
from bots.knowledge.retrieval.worker import Worker
from bots.knowledge.stored_vectors import StoredVectors
from hub.core.config import Knowledge as Thresholds
from hub.core.models.vectors import TextVector
from tests.fakes.retrieval import CHINESE, ENGLISH
from tests.fakes.world import World

SAME = {"cash": "money", "reimbursed": "back", "purrs": "cat"}
"""What the fake model takes for the same."""


class FakeModel(HashEmbedder):
    """Reads English, and knows some words that mean the same."""

    name = "fake-1"
    languages = frozenset({"en"})

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_questions(self, texts: Sequence[str]) -> Matrix:
        return super().embed_questions([_same(text) for text in texts])

    def embed_passages(self, texts: Sequence[str]) -> Matrix:
        self.embedded += texts
        return super().embed_passages([_same(text) for text in texts])


def _same(text: str) -> str:
    return " ".join(SAME.get(word, word) for word in text.split())


def entry(article: str, texts: Sequence[str], language: str = "en", revision: int = 1) -> Entry:
    return Entry(
        article=article,
        revision=revision,
        title=texts[0],
        body=f"About {article}.",
        questions=list(texts[1:]),
        language=language,
    )


class Base:
    """A small base over a store, its search by meaning running on a fake model."""

    def __init__(self, world: World) -> None:
        self.model = FakeModel()
        self.worker = Worker()
        self.loaded: list[str] = []
        self.meaning = Meaning(StoredVectors(world.store, world.clock), self.worker, load=self._load)
        self.answering = Answering(Thresholds(), self.meaning)

    def _load(self, model: Model) -> FakeModel:
        self.loaded.append(model.name)
        if model.languages:
            return self.model
        raise FileNotFoundError("only English is here")

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Follow what is published inside the block, from the moment everything is taken over."""
        async with asyncio.timeout(40), asyncio.TaskGroup() as group:
            task = group.create_task(self.meaning.run())
            await self.meaning.ready()
            yield
            task.cancel()
        self.worker.close()

    async def until(self, question: str, article: str) -> None:
        """Once what was published is taken over, the first article by meaning is this one."""
        await self.meaning.caught_up()
        verdict = await self.answering.decide(question)
        assert (verdict.search, verdict.results[0].article) == (Search.MEANING, article)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


@pytest.fixture
def base(world):
    made = Base(world)
    for name, texts in ENGLISH.items():
        made.answering.put(entry(name, texts))
    return made


async def test_words_answer_until_meaning_is_ready(base):
    question = "how do I change my password"
    assert (await base.answering.decide(question)).search is Search.WORDS
    async with base.running():
        await base.until(question, "password")
    assert base.loaded == ["all-minilm-l6-v2-int8"]


async def test_a_published_article_is_found_by_its_meaning_and_taken_back_at_once(base):
    question = "my animal purrs"
    async with base.running():
        await base.until("how do I change my password", "password")
        base.answering.put(entry("pets", ["my animal cat"]))
        await base.until(question, "pets")
        base.answering.remove("pets")
        found = await base.answering.decide(question)  # at once, not when the engine has heard of it
        assert "pets" not in {result.article for result in found.results}


async def test_what_the_engine_finds_is_said_as_it_is_published(base):
    async with base.running():
        await base.until("how do I change my password", "password")
        base.answering.put(entry("password", ENGLISH["password"], revision=2))
        found = await base.answering.decide("how do I change my password")
        assert (found.results[0].article, found.results[0].revision) == ("password", 2)


async def test_a_language_without_a_model_is_searched_by_words(base):
    for name, texts in CHINESE.items():
        base.answering.put(entry(name, texts, "zh"))
    async with base.running():
        await base.until("how do I change my password", "password")
        found = await base.answering.decide("忘记密码怎么办")
    assert (found.search, found.results[0].article) == (Search.WORDS, "密码")
    assert base.loaded.count("multilingual-e5-small-q4") == 1


async def test_an_article_of_another_language_that_says_it_in_so_many_words(base):
    base.answering.put(
        Entry(article="微信", revision=1, title="WeChat", body="可以用 WeChat。", language="zh")
    )
    async with base.running():
        await base.until("how do I change my password", "password")
        found = await base.answering.decide("WeChat?")
    assert (found.search, found.decision, found.results[0].language) == (Search.WORDS, Decision.ANSWER, "zh")


async def test_trying_shows_confidence_and_calibration(base):
    assert (await base.answering.try_question("how do I change my password")).calibration is None
    async with base.running():
        await base.until("how do I change my password", "password")
        tried = await base.answering.try_question("how do I change my password")
    assert tried.search is Search.MEANING
    assert tried.calibration
    assert tried.threshold == tried.calibration.answer_from
    assert tried.results[0].score == pytest.approx(max(one.score for one in tried.results))


async def test_what_would_break_leaves_what_is_published_alone(base):
    question = "my animal purrs"
    rest = [entry(name, texts) for name, texts in ENGLISH.items()]
    async with base.running():
        await base.until("how do I change my password", "password")
        copy = await base.answering.with_change(rest, "pets", entry("pets", ["my animal cat"]))
        assert (await copy.decide(question)).results[0].article == "pets"
        assert "pets" not in {one.article for one in (await base.answering.decide(question)).results}
        fewer = await base.answering.with_change(rest[1:], "password", None)
        assert "password" not in {one.article for one in (await fewer.decide("password")).results}


async def test_a_restart_embeds_nothing_again_and_forgets_what_nobody_uses(base, world):
    async with base.running():
        await base.until("how do I change my password", "password")
    embedded = len(base.model.embedded)
    assert await world.store.count(TextVector) == embedded > 0
    again = Base(world)
    for name, texts in ENGLISH.items():
        if name != "newsletter":
            again.answering.put(entry(name, texts))
    async with again.running():
        await again.until("how do I change my password", "password")
    assert again.model.embedded == []
    assert await world.store.count(TextVector) == embedded - len(ENGLISH["newsletter"]) - 1


async def test_a_long_article_says_the_passage_that_is_meant(base):
    parts = ["## Oak\n\n" + "Oil it. " * 40, "## Cat\n\nThe cat may scratch it. " + "Cover it. " * 40]
    base.answering.put(
        Entry(article="care", revision=1, title="Care", body="\n\n".join(parts), language="en")
    )
    async with base.running():
        await base.until("how do I change my password", "password")
        result = await base.answering.result("care", "it purrs and may scratch it")
    assert result
    assert result.passage.startswith("**Cat**")


async def test_an_empty_base_is_ready_and_loads_nothing(world):
    base = Base(world)
    async with base.running():
        base.answering.put(entry("password", ENGLISH["password"]))
        base.answering.remove("password")
        async with asyncio.timeout(40):
            await base.meaning.ready()
    assert base.loaded == []


async def test_it_says_when_it_has_caught_up(base):
    async with base.running():
        await base.answering.caught_up()
        base.answering.put(entry("pets", ["my animal cat"]))
        await base.answering.caught_up()
        verdict = await base.answering.decide("my animal purrs")
        assert (verdict.search, verdict.results[0].article) == (Search.MEANING, "pets")
