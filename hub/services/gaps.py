"""Gaps: sorting unanswered questions into them, and what editors make of them."""

from collections import Counter
from typing import Any

from msgspec.structs import replace

from hub.core.errors import Conflict
from hub.core.events import EventKind
from hub.core.models.conversations import AuthorKind, Conversation, Direction, Message
from hub.core.models.gaps import Gap, GapState, Unanswered
from hub.core.models.knowledge import Article
from hub.core.transitions import advance
from hub.services.base import Service, retried
from hub.services.gap_plans import TEXT_CHARS, asked_before
from hub.services.knowledge import Knowledge

EXAMPLES = 20
QUESTIONS = 12
"""So many of a gap's questions go into the article that is drafted for it."""
TITLE_CHARS = 200
MOST = 10_000
ANSWERS_LOOKED_AT = 10
NO_ANSWER_YET = {"en": "*Nobody has written the answer yet.*", "zh": "*还没有人写下答案。*"}


class Gaps(Service):
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
    async def sort_in(self, question_id: str, gap_id: str | None, language: str) -> Gap | None:
        """Put a question into a gap, or a new one; None when it was sorted in or taken back meanwhile.

        A gap whose drafted article is published opens again: the article does not do.
        """
        question = await self.store.peek(Unanswered, question_id)
        if question is None or question.gap:
            return None
        batch = self.batch("system")
        known = await self.store.peek(Gap, gap_id) if gap_id else None
        gap = known or Gap(
            id=self.ids(), title=question.text, language=language, first_at=question.at, last_at=question.at
        )
        gap = _with(gap, question)
        if gap.state is GapState.DRAFTED and await self._is_published(gap.article):
            gap = advance(gap, GapState.OPEN, reopened=True)
        batch.save(replace(question, gap=gap.id, language=language))
        batch.save(gap)
        batch.event(EventKind.GAP_CHANGED, gap, data=_facts(gap))
        stored: Gap = (await self.store.commit(batch)).stored(gap)
        return stored

    async def page(self, state: GapState, order: str = "count", limit: int = 200) -> list[Gap]:
        """Return gaps in a state: the most asked first, or by `last_at` the latest."""
        return await self.store.find(Gap, {"state": state}, order=order, descending=True, limit=limit)

    async def examples(self, gap_id: str, limit: int = EXAMPLES) -> list[Unanswered]:
        """Return a gap's newest questions."""
        where = {"gap": gap_id}
        return await self.store.find(Unanswered, where, order="at", descending=True, limit=limit)

    async def first_examples(self, gap_id: str, limit: int) -> list[Unanswered]:
        """Return a gap's oldest questions."""
        return await self.store.find(Unanswered, {"gap": gap_id}, order="at", limit=limit)

    async def draft(self, gap_id: str, by: str, knowledge: Knowledge) -> Article:
        """Make a draft of an article for a gap: its questions, and what an agent answered to one of them."""
        gap = await self.store.get(Gap, gap_id)
        if gap.state is GapState.DRAFTED:
            raise Conflict("There is a draft for this already. Open it, or reopen the gap first.")
        questions = await self._questions(gap)
        language = gap.language if gap.language in NO_ANSWER_YET else "en"
        article = await knowledge.create(
            by,
            title=(questions or [gap.title])[0],
            body=await self._agents_answer(gap) or NO_ANSWER_YET[language],
            questions=questions,
            language=language,
        )
        await self._move(gap_id, by, GapState.DRAFTED, article=article.id)
        return article

    async def draft_from_answer(self, answer: Message, by: str, knowledge: Knowledge) -> Article | None:
        """Make a draft of an agent's answer with what the customer asked; None if it is no such answer."""
        if answer.author.kind is not AuthorKind.AGENT or answer.direction is not Direction.OUTBOUND:
            return None
        question = await asked_before(self.store, answer)
        asked = " ".join(question.text.split()) if question else ""
        conversation = await self.store.get(Conversation, answer.conversation)
        language = "zh" if conversation.language.startswith("zh") else "en"
        return await knowledge.create(
            by,
            title=(asked or answer.text.strip().partition("\n")[0])[:TITLE_CHARS],
            body=answer.text,
            questions=[asked[:TEXT_CHARS]] if asked else [],
            language=language,
        )

    async def dismiss(self, gap_id: str, by: str) -> Gap:
        """Say that no article is wanted for this."""
        return await self._move(gap_id, by, GapState.DISMISSED)

    async def reopen(self, gap_id: str, by: str) -> Gap:
        """Put a gap back on the list."""
        return await self._move(gap_id, by, GapState.OPEN)

    @retried
    async def forget(self, contact_id: str, by: str) -> int:
        """Erase a person's questions, also from titles of gaps; the counts stay. Return how many."""
        rows = await self.store.find(Unanswered, {"contact": contact_id}, limit=MOST)
        if not rows:
            return 0
        batch = self.batch(by)
        gone = {row.id for row in rows}
        for row in rows:
            batch.delete(row)
        for gap_id in {row.gap for row in rows if row.gap}:
            gap = await self.store.get(Gap, gap_id)
            left = [one for one in await self.examples(gap_id, MOST) if one.id not in gone]
            if all(one.text != gap.title for one in left):
                changed = replace(gap, title=left[-1].text if left else "")
                batch.save(changed)
                batch.event(EventKind.GAP_CHANGED, changed, data=_facts(changed))
        await self.store.commit(batch)
        return len(rows)

    @retried
    async def _move(self, gap_id: str, by: str, to: GapState, *, article: str | None = None) -> Gap:
        gap = await self.store.get(Gap, gap_id)
        if gap.state is to:
            return gap
        batch = self.batch(by)
        moved = advance(gap, to, **({"article": article, "reopened": False} if article else {}))
        batch.save(moved)
        batch.event(EventKind.GAP_CHANGED, moved, data=_facts(moved))
        stored: Gap = (await self.store.commit(batch)).stored(moved)
        return stored

    async def _questions(self, gap: Gap) -> list[str]:
        """Return different ways it was asked, the commonest first, in the gap's language."""
        asked = await self.examples(gap.id, MOST)
        ways = Counter(one.text for one in reversed(asked) if one.language == gap.language)
        return [text for text, _ in ways.most_common(QUESTIONS)]

    async def _agents_answer(self, gap: Gap) -> str:
        """Return what an agent answered to the latest of the questions that has such an answer."""
        for question in await self.examples(gap.id, ANSWERS_LOOKED_AT):
            asked = await self.store.peek(Message, question.id)
            rows = await self.store.find(
                Message,
                {"conversation": question.conversation},
                order="seq",
                above=asked.seq if asked else 0,
                limit=50,
            )
            for row in rows:
                by_agent = row.author.kind is AuthorKind.AGENT and row.direction is Direction.OUTBOUND
                if by_agent and len(row.text) >= 20:  # shorter ones greet or ask back
                    return row.text
        return ""

    async def _is_published(self, article_id: str) -> bool:
        article = await self.store.peek(Article, article_id)
        return bool(article and article.published)


def _with(gap: Gap, question: Unanswered) -> Gap:
    channel, reason = question.channel.value, question.reason.value
    return replace(
        gap,
        count=gap.count + 1,
        channels={**gap.channels, channel: gap.channels.get(channel, 0) + 1},
        reasons={**gap.reasons, reason: gap.reasons.get(reason, 0) + 1},
        first_at=min(gap.first_at, question.at),
        last_at=max(gap.last_at, question.at),
    )


def _facts(gap: Gap) -> dict[str, Any]:
    return {"state": gap.state.value, "count": gap.count, "article": gap.article}
