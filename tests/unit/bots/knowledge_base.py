"""The demo company's articles, and questions customers might ask, for the tests of the knowledge bot.

Questions of the set "dev" were used to find the weights in bots/knowledge/score.py and the words in its
lexicon; those of "heldout" were not: they are for measuring only. Whoever tunes on a held-out question
moves it to "dev" and writes a new one.
"""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from bots.knowledge.answering import Answering
from bots.knowledge.index import Entry
from bots.knowledge.meaning import Meaning
from bots.knowledge.retrieval.cache import MemoryVectors
from bots.knowledge.retrieval.worker import Worker
from hub.core.config import Knowledge as Thresholds
from hub.core.records import Value


class Question(Value, frozen=True, kw_only=True):
    """What a customer asks and the key of the article that answers it; "" when none does."""

    set: str
    language: str
    article: str
    text: str


def articles() -> list[Entry]:
    """Return the demo company's articles, their keys as ids."""
    lines = (files("hub") / "demo" / "articles.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [
        Entry(
            article=row["key"],
            revision=1,
            title=row["title"],
            body=row["body"],
            questions=row["questions"],
            language=row["language"],
        )
        for row in rows
    ]


def questions(set_name: str) -> list[Question]:
    """Return the questions of a set."""
    lines = (Path(__file__).parent / "questions.jsonl").read_text("utf-8").splitlines()
    found = [Question(**json.loads(line)) for line in lines]
    return [question for question in found if question.set == set_name]


def demo() -> Answering:
    """Return the demo company's knowledge with the default thresholds."""
    answering = Answering(Thresholds())
    for entry in articles():
        answering.put(entry)
    return answering


class Kept(MemoryVectors):
    """Vectors in memory; nothing is forgotten."""

    async def prune(self) -> int:
        """Forget nothing."""
        return 0


@asynccontextmanager
async def demo_by_meaning(worker: Worker) -> AsyncIterator[Answering]:
    """Give the demo company's knowledge as it finds by meaning, too."""
    meaning = Meaning(Kept(), worker)
    answering = Answering(Thresholds(), meaning)
    for entry in await asyncio.to_thread(articles):
        answering.put(entry)
    async with asyncio.TaskGroup() as group:
        following = group.create_task(meaning.run())
        await meaning.ready()
        yield answering
        following.cancel()
