"""What every embedder must make of the engine: the same tests for the fallback and for the models."""

import asyncio
import functools

import pytest

from bots.knowledge.retrieval.cache import MemoryVectors
from bots.knowledge.retrieval.hashing import HashEmbedder
from bots.knowledge.retrieval.models import E5, MINILM, load
from bots.knowledge.retrieval.ports import Embedder, Zone
from bots.knowledge.retrieval.retriever import Retriever
from tests.fakes.retrieval import CHINESE, ENGLISH, article, articles

HOSTILE = [
    "",
    "   ",
    "?",
    "🙂🙂",
    "\x00\x07",
    "\ud800 lone",
    "a" * 100_000,
    "好" * 20_000,
    "%s {0} ' -- <b>",
    "\u202e\u200b",
]


@functools.cache
def loaded(name: str) -> Embedder:
    """Load each model once; what it embedded is kept, so that every test's base is ready at once."""
    return {"hash": HashEmbedder, "minilm": lambda: load(MINILM), "e5": lambda: load(E5)}[name]()


@functools.cache
def cache(name: str) -> MemoryVectors:
    return MemoryVectors()


@pytest.fixture(
    params=[
        "hash",
        pytest.param("minilm", marks=pytest.mark.xdist_group("models")),
        pytest.param("e5", marks=pytest.mark.xdist_group("models")),
    ]
)
async def retriever(request):
    name = request.param
    retriever = Retriever([await asyncio.to_thread(loaded, name)], cache(name))
    yield retriever
    retriever.close()


async def test_an_empty_base_answers_nothing(retriever):
    found = await retriever.ask("how do I reset my password")
    assert (found.hits, found.confidence, found.zone) == ((), 0.0, Zone.HANDOFF)


async def test_the_article_that_says_it_comes_first(retriever):
    await retriever.add(articles(ENGLISH, "en"), calibrate=False)
    for question, wanted in [
        ("I forgot the password of my account", "password"),
        ("how long will delivery of my parcel take", "delivery"),
        ("is the shop open on sundays?", "opening"),
    ]:
        found = await retriever.ask(question)
        assert found.hits[0].article_id == wanted
        assert found.hits[0].probability == found.confidence
        assert [hit.score for hit in found.hits] == sorted((hit.score for hit in found.hits), reverse=True)
        assert len({hit.article_id for hit in found.hits}) == len(found.hits) <= 5


async def test_an_article_can_be_left_aside_for_one_question(retriever):
    await retriever.add(articles(ENGLISH, "en"), calibrate=False)
    question = "I forgot the password of my account"
    first = (await retriever.ask(question)).hits[0]
    others = await retriever.ask(question, without="password")
    assert first.article_id == "password"
    assert "password" not in {hit.article_id for hit in others.hits}
    assert (await retriever.ask(question)).hits[0] == first
    assert (await retriever.ask(question, without="nowhere")).hits[0] == first


async def test_leaving_the_only_article_aside_leaves_nothing(retriever):
    await retriever.add(articles({"password": ENGLISH["password"]}, "en"), calibrate=False)
    assert (await retriever.ask("password", without="password")).hits == ()


async def test_it_answers_what_it_knows_and_not_what_it_does_not(retriever):
    await retriever.add(articles(ENGLISH, "en"))
    assert (await retriever.ask("how do I change my password")).zone is Zone.ANSWER
    unrelated = await retriever.ask("who discovered penicillin")
    assert unrelated.zone is Zone.HANDOFF
    assert unrelated.confidence < 0.2
    assert unrelated.answerable < 0.2


async def test_an_article_is_replaced_and_removed(retriever):
    await retriever.add(articles(ENGLISH, "en"), calibrate=False)
    await retriever.add([article("gift", ["Bicycle rental", "can I rent a bicycle"], "en")], calibrate=False)
    assert (await retriever.ask("can I rent a bicycle")).hits[0].article_id == "gift"
    assert "gift card" not in " ".join(hit.text for hit in (await retriever.ask("use a gift card")).hits)
    await retriever.remove(["gift", "never there"], calibrate=False)
    assert "gift" not in [
        hit.article_id for hit in (await retriever.ask("can I rent a bicycle", limit=20)).hits
    ]
    assert len(retriever) == len(ENGLISH) - 1


async def test_each_language_has_its_own_articles(retriever):
    await retriever.add(articles(ENGLISH, "en") + articles(CHINESE, "zh-CN"), calibrate=False)
    found = await retriever.ask("我忘记密码了", "en")
    assert found.language == "zh"
    assert found.hits[0].article_id == "密码"
    assert {hit.article_id for hit in found.hits} <= CHINESE.keys()
    # An article that becomes one in the other language leaves its old place.
    await retriever.add([article("密码", ["Resetting your PIN"], "en")], calibrate=False)
    assert "密码" not in [hit.article_id for hit in (await retriever.ask("我忘记密码了")).hits]


async def test_a_code_finds_its_article(retriever):
    extra = [article(f"E-47{n}", [f"Error E-47{n} on the display"], "en") for n in range(10, 20)]
    await retriever.add(articles(ENGLISH, "en") + extra, calibrate=False)
    for code in ("E-4711", "e-4718"):
        assert (await retriever.ask(f"my machine shows {code}, what now")).hits[0].article_id == code.upper()


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
async def test_no_text_breaks_it(retriever, text):
    await retriever.add(
        [*articles(ENGLISH, "en"), article("odd", ["Odd", text], "en", body=text)], calibrate=False
    )
    found = await retriever.ask(text)
    assert found.zone in Zone
    assert 0 <= found.confidence <= 1


async def test_questions_are_answered_while_articles_change(retriever):
    await retriever.add(articles(ENGLISH, "en"), calibrate=False)
    async with asyncio.TaskGroup() as group:
        changes = group.create_task(
            retriever.add(articles(CHINESE, "zh") + [article("password", ["Passwords"], "en")])
        )
        asked = [group.create_task(retriever.ask("how long does delivery take")) for _ in range(10)]
    assert changes.done()
    assert {task.result().hits[0].article_id for task in asked} == {"delivery"}


async def test_the_nearest_passage_of_one_article(retriever):
    await retriever.add(articles(ENGLISH, "en"), calibrate=False)
    hit = await retriever.best_passage("delivery", "when will my parcel be here")
    assert hit.text == "when will my parcel arrive"
    assert await retriever.best_passage("nothing", "when") is None
