"""Asking the test questions: of the published articles, and of a copy in which one of them is changed."""

import asyncio
from collections.abc import Sequence
from enum import StrEnum

from bots.knowledge.answering import Answering, Decision
from bots.knowledge.index import Entry
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
    """Ask all questions; with `changed`, also of a copy in which its newest version is published.

    Computing is done in a thread: a large base takes a second to be read.
    """
    if not tests:
        return []
    entries: list[Entry] | None = None
    if changed:
        published = [
            entry_of(one) for one in await knowledge.published() if one.audience is Audience.CUSTOMERS
        ]
        entries = [one for one in published if one.article != changed.id]
        if changed.audience is Audience.CUSTOMERS:
            entries.append(entry_of(changed))
    return await asyncio.to_thread(_asked, answering, tests, entries)


def _asked(
    answering: Answering, tests: Sequence[QuestionTest], entries: Sequence[Entry] | None
) -> list[QuestionOutcome]:
    copy = None
    if entries is not None:
        copy = Answering(answering.thresholds)
        for entry in entries:
            copy.put(entry)
    results = []
    for test in tests:
        outcome, got, title, confidence = _judged(answering, test)
        after = None
        if copy:
            after, got, title, confidence = _judged(copy, test)
        results.append(
            QuestionOutcome(
                test=test.id, outcome=outcome, after=after, got=got, title=title, confidence=confidence
            )
        )
    return results


def _judged(answering: Answering, test: QuestionTest) -> tuple[Outcome, str | None, str, float]:
    verdict = answering.decide(test.text, test.language)
    best = verdict.results[0] if verdict.results else None
    answered = best.article if best and verdict.decision is Decision.ANSWER else None
    if answered == test.article:
        outcome = Outcome.PASSED
    elif verdict.decision is Decision.CHOICES and test.article in {one.article for one in verdict.results}:
        outcome = Outcome.OFFERED
    else:
        outcome = Outcome.FAILED
    return outcome, answered, best.title if best else "", best.score if best else 0.0
