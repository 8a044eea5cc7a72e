"""Gaps: sorting unanswered questions into them, and what editors make of them."""

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import InvalidInput
from hub.core.events import EventKind
from hub.core.models.gaps import Gap, GapState, QuestionVector, Unanswered
from hub.core.transitions import advance
from hub.services.base import retried
from hub.services.gap_articles import MOST, GapArticles
from hub.services.gap_counts import facts, titled, united, with_question, without_question

EVERY = 1_000_000
"""More than any gap has questions."""


class Gaps(GapArticles):
    """What customers ask in vain. A question is noted when it happens and sorted in soon after."""

    async def unsorted(self, limit: int = 100) -> list[Unanswered]:
        """Return the questions that may be sorted in now, oldest first."""
        rows = await self.store.find(Unanswered, {"gap": ""}, order="ready_at", limit=limit)
        now = self.clock.now()
        return [row for row in rows if row.ready_at <= now]

    async def all(self) -> list[Gap]:
        """Return every gap, for whoever sorts."""
        return await self.store.find(Gap, limit=MOST)

    @retried
    async def sort_in(
        self, question_id: str, gap_id: str | None, language: str, vector: QuestionVector | None = None
    ) -> Gap | None:
        """Put a question into a gap, or a new one; None when it was sorted in or taken back meanwhile.

        Raises NotFound when the gap was merged away meanwhile. A gap that was answered opens again when
        it is asked after that: the article does not do. `vector` is what the question means, if known.
        """
        question = await self.store.peek(Unanswered, question_id)
        if question is None or question.gap:
            return None
        batch = self.batch("system")
        gap = await self.store.get(Gap, gap_id) if gap_id else self._begun(question, language)
        gap = with_question(gap, question)
        since = gap.reasked.at if gap.reasked else None
        if gap.state is GapState.ANSWERED and since and question.at > since:
            gap = advance(gap, GapState.OPEN, reopened=True)
        batch.save(replace(question, gap=gap.id, language=language))
        if vector and not await self.store.peek(QuestionVector, vector.id):
            batch.save(vector)
        return await self._commit_gap(batch, gap)

    async def page(self, state: GapState, order: str = "count", limit: int = 200) -> list[Gap]:
        """Return gaps in a state: the most asked first, or by `last_at` the latest."""
        return await self.store.find(Gap, {"state": state}, order=order, descending=True, limit=limit)

    async def first_examples(self, gap_id: str, limit: int) -> list[Unanswered]:
        """Return a gap's oldest questions."""
        return await self.store.find(Unanswered, {"gap": gap_id}, order="at", limit=limit)

    async def vectors(self, questions: list[Unanswered]) -> dict[str, QuestionVector]:
        """Return what is known of the questions' meaning, by question."""
        found = await self.store.find(QuestionVector, {"id": {one.id for one in questions}}, limit=MOST)
        return {one.id: one for one in found}

    @retried
    async def keep_vectors(self, vectors: list[QuestionVector]) -> None:
        """Store what questions mean, over what another model made of them; those erased are left out."""
        ids = {one.id for one in vectors}
        known = {one.id: one.rev for one in await self.store.find(QuestionVector, {"id": ids}, limit=MOST)}
        there = {one.id for one in await self.store.find(Unanswered, {"id": ids}, limit=MOST)}
        batch = self.batch("system")
        for vector in vectors:
            if vector.id in there:
                batch.save(replace(vector, rev=known.get(vector.id, 0)))
        if batch.saves:
            await self.store.commit(batch)

    async def dismiss(self, gap_id: str, by: str) -> Gap:
        """Say that no article is wanted for this."""
        return await self._move(gap_id, by, GapState.DISMISSED)

    async def reopen(self, gap_id: str, by: str) -> Gap:
        """Put a gap back on the list."""
        return await self._move(gap_id, by, GapState.OPEN)

    @retried
    async def merge(self, gap_id: str, into_id: str, by: str) -> Gap:
        """Make two gaps one: the second, with the questions of both. What was made of it stays."""
        if gap_id == into_id:
            raise InvalidInput("A gap cannot be merged into itself. Choose another one.", field="into")
        merged, kept = await self.store.get(Gap, gap_id), await self.store.get(Gap, into_id)
        _check_languages(merged, kept)
        batch = self.batch(by)
        for question in await self._every(gap_id):
            batch.save(replace(question, gap=into_id))
        batch.delete(merged)
        batch.event(EventKind.GAP_CHANGED, merged, data={**facts(merged), "merged_into": into_id})
        return await self._commit_gap(batch, united(kept, merged))

    @retried
    async def move_out(self, question_id: str, into_id: str | None, by: str) -> Gap:
        """Put one question into another gap, or a new one of its own; return that gap.

        A gap that has no question left is gone.
        """
        question = await self.store.get(Unanswered, question_id)
        if not question.gap or question.gap == into_id:
            raise InvalidInput("This question is there already.", field="into")
        source = await self.store.get(Gap, question.gap)
        target = await self.store.get(Gap, into_id) if into_id else self._begun(question, source.language)
        _check_languages(source, target)
        left = [one for one in reversed(await self._every(source.id)) if one.id != question_id]
        if not left and not into_id:
            raise InvalidInput(
                "This is the only question here: it has a gap of its own already.", field="into"
            )
        batch = self.batch(by)
        batch.save(replace(question, gap=target.id))
        if left or source.count > 1:
            less = without_question(source, question, left)
            batch.save(less)
            batch.event(EventKind.GAP_CHANGED, less, data=facts(less))
        else:
            batch.delete(source)
            batch.event(EventKind.GAP_CHANGED, source, data={**facts(source), "merged_into": target.id})
        return await self._commit_gap(batch, with_question(target, question))

    @retried
    async def forget(self, contact_id: str, by: str) -> int:
        """Erase a person's questions, also from titles of gaps; the counts stay. Return how many."""
        rows = await self.store.find(Unanswered, {"contact": contact_id}, limit=MOST)
        if not rows:
            return 0
        batch = self.batch(by)
        gone = {row.id for row in rows}
        for row in (*rows, *(await self.vectors(rows)).values()):
            batch.delete(row)
        for gap_id in {row.gap for row in rows if row.gap}:
            gap = await self.store.get(Gap, gap_id)
            left = [one for one in reversed(await self._every(gap_id)) if one.id not in gone]
            changed = replace(gap, title=titled(gap, left))
            if changed != gap:
                batch.save(changed)
            batch.event(EventKind.GAP_CHANGED, changed, data=facts(changed))
        await self.store.commit(batch)
        return len(rows)

    @retried
    async def _move(self, gap_id: str, by: str, to: GapState) -> Gap:
        gap = await self.store.get(Gap, gap_id)
        if gap.state is to:
            return gap
        return await self._commit_gap(self.batch(by), advance(gap, to))

    async def _commit_gap(self, batch: Batch, gap: Gap) -> Gap:
        batch.save(gap)
        batch.event(EventKind.GAP_CHANGED, gap, data=facts(gap))
        stored: Gap = (await self.store.commit(batch)).stored(gap)
        return stored

    def _begun(self, question: Unanswered, language: str) -> Gap:
        """Return a new gap for a question that is still to be counted."""
        return Gap(
            id=self.ids(), title=question.text, language=language, first_at=question.at, last_at=question.at
        )

    async def _every(self, gap_id: str) -> list[Unanswered]:
        """Return all questions of a gap, newest first, however many."""
        return await self.examples(gap_id, EVERY)


def _check_languages(one: Gap, other: Gap) -> None:
    if one.language != other.language:
        raise InvalidInput("Gaps of different languages stay apart: each needs its own answer.", field="into")
