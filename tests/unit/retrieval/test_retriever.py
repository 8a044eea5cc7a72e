"""The engine over the fallback embedder: its cache, its calibration, its zones."""

import pytest

from bots.knowledge.retrieval.cache import MemoryVectors
from bots.knowledge.retrieval.ports import Zone
from bots.knowledge.retrieval.retriever import Retriever
from tests.fakes.retrieval import ENGLISH, CountingEmbedder, article, articles


@pytest.fixture
async def retriever():
    retriever = Retriever()
    yield retriever
    retriever.close()


async def test_a_restart_embeds_nothing_twice():
    cache, answers = MemoryVectors(), []
    for expected in (True, False):
        embedder = CountingEmbedder()
        retriever = Retriever([embedder], cache)
        await retriever.add(articles(ENGLISH, "en"))
        assert bool(embedder.embedded) is expected
        answers.append(await retriever.ask("when do I get my money"))
        retriever.close()
    assert answers[0] == answers[1]


async def test_a_change_embeds_only_what_is_new():
    embedder = CountingEmbedder()
    retriever = Retriever([embedder])
    await retriever.add(articles(ENGLISH, "en"))
    embedder.embedded.clear()
    await retriever.add([article("refund", [*ENGLISH["refund"], "can I have cash back"], "en")])
    assert embedder.embedded == ["can I have cash back"]
    retriever.close()


async def test_vectors_of_another_size_are_not_used():
    class Truncated(MemoryVectors):
        async def put(self, model, vectors):
            await super().put(model, {key: vector[:10] for key, vector in vectors.items()})

    cache = Truncated()
    for _ in range(2):
        embedder = CountingEmbedder()
        retriever = Retriever([embedder], cache)
        await retriever.add(articles(ENGLISH, "en"), calibrate=False)
        assert embedder.embedded
        assert (await retriever.ask("gift card balance")).hits[0].article_id == "gift"
        retriever.close()


async def test_a_base_with_questions_is_measured_by_them(retriever):
    await retriever.add(articles(ENGLISH, "en"))
    curve = retriever.calibration()
    assert curve.measured
    assert curve.answerable == sum(len(texts) for texts in ENGLISH.values())
    assert curve.unanswerable > 100
    assert [point.threshold for point in curve.points] == sorted(point.threshold for point in curve.points)
    for name in ("coverage", "leak"):
        falling = [getattr(point, name) for point in curve.points]
        assert falling == sorted(falling, reverse=True)
    assert 0 < curve.choices_from < 1
    assert 0 < curve.answer_from < 1


async def test_a_base_of_single_questions_has_the_general_calibration(retriever):
    await retriever.add([article(name, texts[:1], "en") for name, texts in ENGLISH.items()])
    curve = retriever.calibration()
    assert not curve.measured
    assert curve.points == ()
    assert (await retriever.ask("resetting your password")).zone is Zone.ANSWER


async def test_it_is_calibrated_again_when_much_has_changed(retriever):
    await retriever.add(articles(ENGLISH, "en"))
    before = retriever.calibration()
    await retriever.add([article("bike", ["Bicycles", "rent a bicycle", "bicycle prices"], "en")])
    assert retriever.calibration().answerable == before.answerable + 3


async def test_a_question_in_a_language_without_articles_gets_what_there_is(retriever):
    await retriever.add(articles(ENGLISH, "en"), calibrate=False)
    found = await retriever.ask("où est ma commande, s'il vous plaît")
    assert found.language == "other"
    assert found.zone is not Zone.ANSWER


async def test_an_emptied_base_says_nothing(retriever):
    await retriever.add(articles(ENGLISH, "en"))
    await retriever.remove(list(ENGLISH))
    assert (await retriever.ask("gift card")).hits == ()
    assert len(retriever) == 0
