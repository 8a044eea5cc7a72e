"""Asking the test questions: of the published articles, and of a copy in which one of them is changed."""

import asyncio
from collections.abc import Sequence
from enum import StrEnum

from bots.knowledge.answering import Answering, Decision
from bots.knowledge.live import entry_of
from hub.core.models.knowledge import Article, Audience
from hub.core.models.question_tests import QuestionTest
from hub.core.records import Value
from hub.services.knowledge import Knowledge


class Outcome(StrEnum):
    """What became of a test question."""

    PASSED = "passed"
    OFFERED = "offered"  # the right article was among "did you mean"
    FAILED = "failed"


class QuestionOutcome(Value, frozen=True, kw_only=True):
    """A question's outcome among the published articles and, for a change, `after` it.

    `got` is the article that answered, if one did; `title` and `confidence` are of the likeliest one.
    """

    test: str
    outcome: Outcome
    after: Outcome | None = None
    got: str | None = None
    title: str = ""
    confidence: float = 0.0

    @property
    def breaks(self) -> bool:
        """Whether the change would spoil what passes now."""
        return self.outcome is Outcome.PASSED and self.after not in (None, Outcome.PASSED)


async def run_tests(
    knowledge: Knowledge, answering: Answering, tests: Sequence[QuestionTest], changed: Article | None = None
) -> list[QuestionOutcome]:
    """Ask all questions; with `changed`, also of a copy in which its newest version is published."""
    if not tests:
        return []
    copy = await _with(knowledge, answering, changed) if changed else None
    results = []
    for test in tests:
        outcome, got, title, confidence = await _judged(answering, test)
        after = None
        if copy:
            after, got, title, confidence = await _judged(copy, test)
        results.append(
            QuestionOutcome(
                test=test.id, outcome=outcome, after=after, got=got, title=title, confidence=confidence
            )
        )
        await asyncio.sleep(0)  # searching by words computes
    return results


async def _with(knowledge: Knowledge, answering: Answering, changed: Article) -> Answering:
    entries = [entry_of(one) for one in await knowledge.published() if one.audience is Audience.CUSTOMERS]
    rest = [one for one in entries if one.article != changed.id]
    entry = entry_of(changed) if changed.audience is Audience.CUSTOMERS else None
    return await answering.with_change(rest, changed.id, entry)


async def _judged(answering: Answering, test: QuestionTest) -> tuple[Outcome, str | None, str, float]:
    verdict = await answering.decide(test.text, test.language)
    best = verdict.results[0] if verdict.results else None
    answered = best.article if best and verdict.decision is Decision.ANSWER else None
    if answered == test.article:
        outcome = Outcome.PASSED
    elif verdict.decision is Decision.CHOICES and test.article in {one.article for one in verdict.results}:
        outcome = Outcome.OFFERED
    else:
        outcome = Outcome.FAILED
    return outcome, answered, best.title if best else "", best.score if best else 0.0
