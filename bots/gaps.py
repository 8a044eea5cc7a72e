"""Sorting unanswered questions into gaps: each joins the likest one there is, or begins a new one.

Comparing costs CPU, so it runs in a thread; only this one task sorts, so no gap is made twice. What a gap
consists of, the store says: editors merge gaps and move questions, and that is how it stays. Whether words
or meaning is compared decides only where new questions go.
"""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from bots.gap_likeness import REMEMBERED, KnownGaps, read
from bots.knowledge.loaded_models import Reading
from bots.knowledge.retrieval.evidence import Vector
from bots.language import language_of
from hub.core.clock import Clock
from hub.core.errors import NotFound
from hub.core.events import Change, EventKind
from hub.core.models.gaps import Gap, QuestionVector, Unanswered
from hub.core.ports import Database
from hub.services.gaps import Gaps

POLL_SECONDS = 60.0
"""So often it is looked whether "did you mean" has waited long enough."""

SIMILAR = 0.75
"""From this likeness on (1: the same) a gap is shown beside another, to be merged."""


class Meanings(Protocol):
    """Models that read questions."""

    def reads(self, language: str) -> str:
        """Return the name of the model that reads a language, "" where words must do."""
        ...

    async def read(self, texts: Sequence[str], language: str) -> Reading | None:
        """Return what questions mean, or None where words must do."""
        ...


class GapSorter:
    """Sorts one tenant's questions; `run` is a task of the composition root."""

    def __init__(self, gaps: Gaps, clock: Clock, meanings: Meanings | None = None) -> None:
        """Take the gaps of a tenant, and what reads questions, if there is something."""
        self._gaps = gaps
        self._clock = clock
        self._meanings = meanings
        self._wake = asyncio.Event()
        self._known: dict[str, tuple[str, KnownGaps]] = {}  # by language, with the model that read them
        self._stale: set[str] = set()  # gaps that editors changed
        self._comparing = asyncio.Lock()

    def listen(self, database: Database) -> Callable[[], None]:
        """Hear of new questions from now on; the returned function ends it."""
        return database.subscribe(self.hear)

    def hear(self, changes: list[Change]) -> None:
        """Wake up for new questions, and remember what editors changed."""
        for change in changes:
            if change.tenant != self._gaps.store.tenant:
                continue
            if change.event.kind is EventKind.QUESTION_UNANSWERED:
                self._wake.set()
            elif change.event.kind is EventKind.GAP_CHANGED and change.event.actor != "system":
                self._stale.add(change.event.subject)

    async def run(self) -> None:
        """Sort until cancelled, also what came while nobody did."""
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
            async with self._comparing:
                await self._sort_in(question)
        return bool(questions)

    async def near(self, gap: Gap, limit: int = 5) -> list[str]:
        """Return the gaps that a gap may be the same as, likest first."""
        async with self._comparing:
            model, known = await self._current(gap.language)
            if model and any(one.vector is None for one in known.of(gap.id)):
                return []
            ranked = await asyncio.to_thread(_near, known, gap.id)
        return ranked[:limit]

    async def _sort_in(self, question: Unanswered) -> None:
        language = language_of(question.text, question.language or "en")
        model, known = await self._current(language)
        (vector,) = await self._vectors([question], language) if model else (None,)
        asked = await asyncio.to_thread(read, question.text, vector)
        likest = await asyncio.to_thread(known.likest, asked)
        kept = _kept(question, model, vector) if len(known.of(likest or "")) < REMEMBERED else None
        try:
            gap = await self._gaps.sort_in(question.id, likest, language, kept)
        except NotFound:  # merged away meanwhile: it is compared again
            known.forget(likest or "")
            return
        if gap:
            known.add(gap.id, asked)

    async def _current(self, language: str) -> tuple[str, KnownGaps]:
        """Return the model that reads a language, and the gaps there are in it as read by that model."""
        model = self._meanings.reads(language) if self._meanings else ""
        held = self._known.get(language)
        if held is None or held[0] != model:
            held = model, KnownGaps()
            for gap in await self._gaps.all():
                if gap.language == language:
                    await self._add(held, gap)
            self._known[language] = held
        for id in list(self._stale):
            self._stale.discard(id)
            for other in self._known.values():
                other[1].forget(id)
            gap_now = await self._gaps.store.peek(Gap, id)
            if gap_now and gap_now.language in self._known:
                await self._add(self._known[gap_now.language], gap_now)
        return held

    async def _add(self, held: tuple[str, KnownGaps], gap: Gap) -> None:
        model, known = held
        questions = await self._gaps.first_examples(gap.id, REMEMBERED)
        vectors: Sequence[Vector | None] = [None] * len(questions)
        if model:
            vectors = await self._known_vectors(questions, model, gap.language)
        for question, vector in zip(questions, vectors, strict=True):
            known.add(gap.id, await asyncio.to_thread(read, question.text, vector))

    async def _known_vectors(
        self, questions: list[Unanswered], model: str, language: str
    ) -> list[Vector | None]:
        """Return what questions mean: as it is stored, else as the model reads them now, and keep that."""
        stored = {id: one for id, one in (await self._gaps.vectors(questions)).items() if one.model == model}
        missing = [one for one in questions if one.id not in stored]
        fresh = dict(zip((one.id for one in missing), await self._vectors(missing, language), strict=True))
        kept = [_kept(one, model, fresh[one.id]) for one in missing]
        await self._gaps.keep_vectors([one for one in kept if one])
        return [
            np.frombuffer(stored[one.id].data, "<f2").astype(np.float32)
            if one.id in stored
            else fresh[one.id]
            for one in questions
        ]

    async def _vectors(self, questions: list[Unanswered], language: str) -> list[Vector | None]:
        texts = [one.text for one in questions]
        reading = await self._meanings.read(texts, language) if self._meanings and texts else None
        return list(reading.rows) if reading else [None] * len(questions)

    async def _tick(self) -> None:
        while True:
            await self._clock.sleep(POLL_SECONDS)
            self._wake.set()


def _kept(question: Unanswered, model: str, vector: Vector | None) -> QuestionVector | None:
    if vector is None:
        return None
    return QuestionVector(id=question.id, model=model, data=vector.astype("<f2").tobytes())


def _near(known: KnownGaps, gap: str) -> list[str]:
    best: dict[str, float] = {}
    for asked in known.of(gap):
        for score, other in known.ranked(asked):
            best[other] = max(score, best.get(other, 0.0))
    best.pop(gap, None)
    return sorted((other for other in best if best[other] >= SIMILAR), key=lambda one: (-best[one], one))
