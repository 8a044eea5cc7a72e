"""Articles made from gaps, and whether they close them."""

from collections import Counter
from collections.abc import Iterable

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import Conflict
from hub.core.events import EventKind
from hub.core.models.conversations import AuthorKind, Conversation, Direction, Message
from hub.core.models.gaps import Gap, GapState, Reasked, Unanswered
from hub.core.models.knowledge import Article
from hub.core.transitions import advance
from hub.services.base import Service, retried
from hub.services.gap_counts import facts
from hub.services.gap_plans import TEXT_CHARS, asked_before
from hub.services.knowledge import Knowledge

EXAMPLES = 20
QUESTIONS = 12
"""So many of a gap's ways to ask go into its article, and are asked again once that is published."""
TITLE_CHARS = 200
MOST = 10_000
ANSWERS_LOOKED_AT = 10
NO_ANSWER_YET = {"en": "*Nobody has written the answer yet.*", "zh": "*还没有人写下答案。*"}
WAITING = frozenset({GapState.OPEN, GapState.DRAFTED, GapState.ANSWERED})
"""States in which a new publication of the gap's article is worth asking the bot again."""


class GapArticles(Service):
    """From gap to draft, and from publication back to the gap."""

    async def examples(self, gap_id: str, limit: int = EXAMPLES) -> list[Unanswered]:
        """Return a gap's newest questions."""
        where = {"gap": gap_id}
        return await self.store.find(Unanswered, where, order="at", descending=True, limit=limit)

    @retried
    async def draft(self, gap_id: str, by: str, knowledge: Knowledge) -> Article:
        """Make a draft of an article for a gap, in one commit with what the gap says of it.

        It has the gap's questions, and what an agent answered to one of them.
        """
        gap = await self.store.get(Gap, gap_id)
        if gap.state is not GapState.OPEN:
            raise Conflict("Somebody has dealt with this meanwhile. Open its article, or reopen it first.")
        questions = await self._questions(gap)
        language = gap.language if gap.language in NO_ANSWER_YET else "en"
        batch, id = self.batch(by), self.ids()
        _plan_drafted(batch, gap, id)
        return await knowledge.create(
            by,
            title=(questions or [gap.title])[0],
            body=await self._agents_answer(gap) or NO_ANSWER_YET[language],
            questions=questions,
            language=language,
            id=id,
            batch=batch,
        )

    @retried
    async def draft_from_answer(self, answer: Message, by: str, knowledge: Knowledge) -> Article | None:
        """Make a draft of an agent's answer with what the customer asked; None if it is no such answer.

        If the question is in an open gap, the draft is that gap's, in the same commit.
        """
        if answer.author.kind is not AuthorKind.AGENT or answer.direction is not Direction.OUTBOUND:
            return None
        question = await asked_before(self.store, answer)
        asked = " ".join(question.text.split()) if question else ""
        conversation = await self.store.get(Conversation, answer.conversation)
        batch, id = self.batch(by), self.ids()
        noted = await self.store.peek(Unanswered, question.id) if question else None
        gap = await self.store.peek(Gap, noted.gap) if noted and noted.gap else None
        if gap and gap.state is GapState.OPEN:
            _plan_drafted(batch, gap, id)
        return await knowledge.create(
            by,
            title=(asked or answer.text.strip().partition("\n")[0])[:TITLE_CHARS],
            body=answer.text,
            questions=[asked[:TEXT_CHARS]] if asked else [],
            language="zh" if conversation.language.startswith("zh") else "en",
            id=id,
            batch=batch,
        )

    async def to_reask(self, articles: Iterable[str] | None = None) -> list[Gap]:
        """Return the gaps whose article is live in a revision the bot was not asked about yet.

        And those that were answered and whose article is not live any more. Only gaps of these articles;
        None means of all.
        """
        found: list[Gap] = []
        for gap in await self._with_articles(articles):
            article = await self.store.peek(Article, gap.article)
            live = article.published if article else None
            known = gap.reasked.revision if gap.reasked else None
            if live != known and (live or gap.state is GapState.ANSWERED):
                found.append(gap)
        return found

    async def ways(self, gap_id: str) -> list[Unanswered]:
        """Return a question for each of the latest different ways a gap was asked, newest first."""
        ways = {" ".join(one.text.casefold().split()): one for one in reversed(await self._all(gap_id))}
        return sorted(ways.values(), key=lambda one: (one.at, one.id), reverse=True)[:QUESTIONS]

    @retried
    async def reasked(self, gap_id: str, outcome: Reasked | None) -> Gap | None:
        """Store what the bot made of a gap's questions; None takes the answer back. Nothing if it is settled.

        The gap is answered when the bot answers most ways to ask from the article, else it is open.
        """
        gap = await self.store.peek(Gap, gap_id)
        if gap is None or gap.state not in WAITING:
            return None
        does = outcome is not None and 2 * outcome.answered > outcome.asked
        to = GapState.ANSWERED if does else GapState.OPEN
        reopened = not does and gap.state is GapState.ANSWERED
        changed = replace(gap, reasked=outcome, reopened=reopened)
        if changed.state is not to:
            changed = advance(changed, to)
        batch = self.batch("system")
        batch.save(changed)
        batch.event(EventKind.GAP_CHANGED, changed, data=facts(changed))
        stored: Gap = (await self.store.commit(batch)).stored(changed)
        return stored

    async def _with_articles(self, articles: Iterable[str] | None) -> list[Gap]:
        if articles is None:
            gaps = await self.store.find(Gap, {"state": WAITING}, limit=MOST)
        else:
            gaps = await self.store.find(Gap, {"article": set(articles)}, limit=MOST)
        return [gap for gap in gaps if gap.article and gap.state in WAITING]

    async def _all(self, gap_id: str) -> list[Unanswered]:
        """Return a gap's questions, newest first."""
        return await self.examples(gap_id, MOST)

    async def _questions(self, gap: Gap) -> list[str]:
        """Return different ways it was asked, the commonest first, in the gap's language."""
        asked = await self._all(gap.id)
        ways = Counter(one.text for one in reversed(asked) if one.language == gap.language)
        return [text for text, _ in ways.most_common(QUESTIONS)]

    async def _agents_answer(self, gap: Gap) -> str:
        """Return what an agent answered to the latest of the questions that has such an answer."""
        for question in await self.examples(gap.id, ANSWERS_LOOKED_AT):
            if not question.conversation:
                continue
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


def _plan_drafted(batch: Batch, gap: Gap, article: str) -> None:
    drafted = advance(gap, GapState.DRAFTED, article=article, reasked=None, reopened=False)
    batch.save(drafted)
    batch.event(EventKind.GAP_CHANGED, drafted, data=facts(drafted))
