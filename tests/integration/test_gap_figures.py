"""With the real model, questions that ask for the same meet more often than by words, and others no more."""

from bots.knowledge.loaded_models import LoadedModels
from bots.knowledge.retrieval.models import MINILM, load
from bots.knowledge.retrieval.worker import Worker
from tests.figures.gaps import sort_all, texts

TOPICS = 12


async def test_by_meaning_more_questions_meet_that_belong_together():
    rows = texts("helpdesk-en")
    chosen = list(dict.fromkeys(topic for _, topic in rows if topic))[:TOPICS]
    rows = [(text, topic) for text, topic in rows if topic in chosen]
    worker = Worker()
    models = LoadedModels(worker, load)
    models.load(MINILM)
    words = await sort_all(rows, "en", None)
    meaning = await sort_all(rows, "en", models)
    worker.close()
    assert meaning.precision >= 0.9
    assert meaning.recall > 1.5 * words.recall > 0
