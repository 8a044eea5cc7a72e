"""Sorting unanswered questions into gaps: each joins the likest one there is, or begins a new one.

Comparing costs CPU, so it runs in a thread; only this one task sorts, so no gap is made twice.
"""

import asyncio
from collections.abc import Callable

from msgspec import Struct

from bots.knowledge.words import Need, needs, normalised, terms
from bots.language import language_of
from hub.core.clock import Clock
from hub.core.events import Change, EventKind
from hub.core.ports import Database
from hub.services.gaps import Gaps

ALIKE = 0.62
"""From this likeness (0 to 1) on two questions ask for the same. Set by hand on a shop's questions in English
and Chinese: "ship to Norway" and "ship to Sweden" (0.5) stay apart, paraphrases (0.65 and more) meet."""

REMEMBERED = 6
"""So many questions stand for a gap: its first ones, so that it does not drift."""

POLL_SECONDS = 60.0
"""So often it is looked whether "did you mean" has waited long enough."""


class Asked(Struct, frozen=True):
    """A question as it is compared: what it is about, and the terms it satisfies."""

    text: str
    needs: list[Need]
    terms: frozenset[str]


class GapSorter:
    """Sorts one tenant's questions; `run` is a task of the composition root."""

    def __init__(self, gaps: Gaps, clock: Clock) -> None:
        """Take the gaps of a tenant."""
        self._gaps = gaps
        self._clock = clock
        self._wake = asyncio.Event()
        self._known: dict[str, list[Asked]] = {}  # by gap
        self._holders: dict[str, set[str]] = {}  # by language and term: the gaps that may be alike

    def listen(self, database: Database) -> Callable[[], None]:
        """Hear of new questions from now on; the returned function ends it."""
        return database.subscribe(self.hear)

    def hear(self, changes: list[Change]) -> None:
        """Wake up for new questions."""
        for change in changes:
            is_ours = change.tenant == self._gaps.store.tenant
            if is_ours and change.event.kind is EventKind.QUESTION_UNANSWERED:
                self._wake.set()

    async def run(self) -> None:
        """Sort until cancelled, also what came while nobody did."""
        await self._load()
        self._wake.set()
        async with asyncio.TaskGroup() as group:
            group.create_task(self._tick())
            while True:
                await self._wake.wait()
                self._wake.clear()
                while await self.sort():
                    pass

    async def sort(self) -> bool:
        """Sort the next questions in; say whether there were any."""
        questions = await self._gaps.unsorted()
        for question in questions:
            language = language_of(question.text, question.language or "en")
            asked, likest = await asyncio.to_thread(self._compare, question.text, language)
            gap = await self._gaps.sort_in(question.id, likest, language)
            if gap:
                self._remember(gap.id, language, asked)
        return bool(questions)

    async def _load(self) -> None:
        self._known, self._holders = {}, {}
        for gap in await self._gaps.all():
            for question in await self._gaps.first_examples(gap.id, REMEMBERED):
                self._remember(gap.id, gap.language, await asyncio.to_thread(read, question.text))

    def _remember(self, gap: str, language: str, asked: Asked) -> None:
        known = self._known.setdefault(gap, [])
        if len(known) < REMEMBERED:
            known.append(asked)
            for term in asked.terms or {asked.text}:
                self._holders.setdefault(f"{language}:{term}", set()).add(gap)

    def _compare(self, text: str, language: str) -> tuple[Asked, str | None]:
        """Return the question as it is compared, and the likest gap in its language that is alike enough."""
        asked = read(text)
        near = set[str]().union(
            *(self._holders.get(f"{language}:{term}", ()) for term in asked.terms or {asked.text})
        )
        ranked = [(max(likeness(asked, one) for one in list(self._known[gap])), gap) for gap in sorted(near)]
        best, gap = max(ranked, default=(0.0, ""))
        return asked, gap if best >= ALIKE else None

    async def _tick(self) -> None:
        while True:
            await self._clock.sleep(POLL_SECONDS)
            self._wake.set()


def read(text: str) -> Asked:
    """Return a question as it is compared."""
    return Asked(" ".join(normalised(text).split()), needs(text), frozenset(terms(text)))


def likeness(one: Asked, other: Asked) -> float:
    """Return how much two questions are about the same, 0 to 1; only words that say something count."""
    if one.text == other.text:
        return 1.0
    total = sum(need.scale for need in (*one.needs, *other.needs))
    return (_shared(one, other) + _shared(other, one)) / total if total else 0.0


def _shared(one: Asked, other: Asked) -> float:
    return sum(
        need.scale * max((credit for term, credit in need.terms if term in other.terms), default=0.0)
        for need in one.needs
    )
