"""Talks with the knowledge bot as customers have them: the demo company's articles, the real models."""

import asyncio
from collections import Counter
from collections.abc import Iterator

import pytest

from bots.knowledge.answering import Answering
from bots.knowledge.meaning import Meaning
from bots.knowledge.retrieval.cache import MemoryVectors
from bots.knowledge.retrieval.worker import Worker
from hub.core.config import Knowledge as Thresholds
from tests.unit.bots.dialogues import DIALOGUES, Slip, slip
from tests.unit.bots.knowledge_base import articles

pytestmark = [pytest.mark.xdist_group("models"), pytest.mark.timeout(180)]

RIGHT = {
    "several": 0.8,
    "whole": 0.85,
    "follow_up": 0.85,
    "new_subject": 0.95,
    "choices": 0.8,
    "small_talk": 0.95,
}
"""The share of dialogues, by what they are about, that must go right from the first line to the last."""

MISLEADING = 0.02
"""The share of dialogues in which an article may be told that is no answer."""


class Kept(MemoryVectors):
    """Vectors in memory; nothing is forgotten."""

    async def prune(self) -> int:
        return 0


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


async def slips(worker: Worker) -> list[tuple[str, str, Slip | None]]:
    """Hold every dialogue, and return set, subject and what went wrong."""
    meaning = Meaning(Kept(), worker)
    answering = Answering(Thresholds(), meaning)
    for entry in await asyncio.to_thread(articles):
        answering.put(entry)
    async with asyncio.TaskGroup() as group:
        following = group.create_task(meaning.run())
        await meaning.ready()
        found = [(one.set, one.about, await slip(answering, one)) for one in DIALOGUES]
        following.cancel()
    return found


async def test_dialogues_go_right_and_hardly_any_misleads(worker):
    found = await slips(worker)
    for wanted in ("dev", "heldout"):
        rows = [(about, wrong) for kept_in, about, wrong in found if kept_in == wanted]
        assert len(rows) >= 50
        everything = Counter(about for about, _ in rows)
        right = Counter(about for about, wrong in rows if wrong is None)
        wrong_ones = [f"{about}: {wrong.line} -> {wrong.came}" for about, wrong in rows if wrong]
        short = {about for about, count in everything.items() if right[about] < RIGHT[about] * count}
        assert not short, wrong_ones
        misled = [wrong.line for _, wrong in rows if wrong and wrong.misleads]
        assert len(misled) <= MISLEADING * len(rows), misled
