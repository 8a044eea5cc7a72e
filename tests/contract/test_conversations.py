"""Talks with the knowledge bot as customers have them: the demo company's articles, the real models."""

from collections import Counter
from collections.abc import Iterator

import pytest

from bots.knowledge.retrieval.worker import Worker
from tests.unit.bots.dialogues import DIALOGUES, Slip, slip
from tests.unit.bots.knowledge_base import demo_by_meaning

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


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()


async def slips(worker: Worker) -> list[tuple[str, str, Slip | None]]:
    """Hold every dialogue, and return set, subject and what went wrong."""
    async with demo_by_meaning(worker) as answering:
        return [(one.set, one.about, await slip(answering, one)) for one in DIALOGUES]


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
