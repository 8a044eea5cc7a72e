"""Knowledge: finding articles, and whether answers from them helped."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from hub.core.errors import InvalidInput
from hub.core.events import EventKind
from hub.core.models.contacts import Channel
from hub.core.models.conversations import Message
from hub.core.models.knowledge import Article, ArticleState, Audience, Feedback, Revision
from hub.core.records import Value
from hub.services.article_rules import revision_id
from hub.services.article_to_do import ArticleToDo
from hub.services.base import retried
from hub.services.gap_plans import plan_not_helpful
from hub.services.intervals import plan_opinion

PAGE = 500
MOST = 10_000


class Wanted(Struct, frozen=True, kw_only=True):
    """Which articles; what is empty does not matter. Archived ones only when asked for by state.

    `category` has its sub-categories in it. `due`: it is time to verify them. `edited`: customers have
    another revision than the newest.
    """

    text: str = ""
    state: ArticleState | None = None
    language: str = ""
    category: str = ""
    owner: str = ""
    audience: Audience | None = None
    due: bool = False
    edited: bool = False


class ArticleCounts(Value, frozen=True, kw_only=True):
    """How many articles there are of each kind; archived ones are counted only by state."""

    states: dict[str, int]
    categories: dict[str, int]
    languages: dict[str, int]
    owners: dict[str, int]
    audiences: dict[str, int]
    due: int
    edited: int


class Answer(Value, frozen=True, kw_only=True):
    """A published answer with the text for one channel, as a colleague finds it."""

    article: str
    revision: int
    title: str
    text: str
    language: str
    category: str
    audience: Audience


class Knowledge(ArticleToDo):
    """What bots may say. Every save is a new revision; customers get the published one."""

    async def get(self, article_id: str) -> Article:
        """Return an article as its editor sees it."""
        return await self.store.get(Article, article_id)

    async def revisions(self, article_id: str) -> list[Revision]:
        """Return all saved versions, newest first."""
        await self.store.get(Article, article_id)
        return await self.store.find(Revision, {"article": article_id}, order="number", descending=True)

    async def search(
        self, text: str = "", *, state: ArticleState | None = None, language: str = "", limit: int = 200
    ) -> list[Article]:
        """Return articles that have all the words, newest first; archived ones only when asked for."""
        return await self.select(Wanted(text=text, state=state, language=language), limit=limit)

    async def select(self, wanted: Wanted, *, limit: int = 200) -> list[Article]:
        """Return the articles that are wanted, the last changed first."""
        states = {wanted.state} if wanted.state else set(ArticleState) - {ArticleState.ARCHIVED}
        where: dict[str, Any] = {"state": states}
        if wanted.language:
            where["language"] = wanted.language
        rows = await self.store.find(Article, where, order="updated_at", descending=True, limit=MOST)
        words = wanted.text.casefold().split()
        return [row for row in rows if self._is(row, wanted) and _has(row, words)][:limit]

    async def counts(self) -> ArticleCounts:
        """Count all articles by what they can be filtered by."""
        rows = await self.store.find(Article, limit=MOST)
        current = [row for row in rows if row.state is not ArticleState.ARCHIVED]
        return ArticleCounts(
            states=_counted(row.state.value for row in rows),
            categories=_counted(path for row in current for path in _paths(row.category)),
            languages=_counted(row.language for row in current),
            owners=_counted(row.owner for row in current),
            audiences=_counted(row.audience.value for row in current),
            due=sum(self.is_due(row) for row in current),
            edited=sum(is_edited(row) for row in current),
        )

    async def answers(self, text: str, language: str, channel: Channel, *, limit: int = 50) -> list[Answer]:
        """Return published answers that have all the words, for colleagues; newest articles first."""
        words = text.casefold().split()
        found: list[Answer] = []
        rows = await self.store.find(Article, order="updated_at", descending=True, limit=MOST)
        for article in rows:
            out = await self._out(article)
            if out and (not language or out.language == language) and _has(out, words):
                found.append(_answer(article.id, out, channel))
            if len(found) == limit:
                break
        return found

    async def _out(self, article: Article) -> Article | Revision | None:
        """Return what customers have of an article."""
        if article.published is None or article.published == article.revision:
            return article if article.published else None
        return await self.store.get(Revision, revision_id(article.id, article.published))

    async def published(self) -> list[Revision]:
        """Return the published revision of every published article."""
        found: list[Revision] = []
        after: str | None = None
        while True:
            articles = await self.store.find(Article, limit=PAGE, above=after)
            for article in articles:
                if article.published:
                    found.append(await self.store.get(Revision, revision_id(article.id, article.published)))
            if len(articles) < PAGE:
                return found
            after = articles[-1].id

    @retried
    async def feedback(self, message_id: str, helpful: bool) -> Feedback:
        """Store whether an answer helped; a second opinion on the same message replaces the first."""
        message = await self.store.get(Message, message_id)
        if not message.citations:
            raise InvalidInput("This message is not an answer from an article.", field="message")
        known = await self.store.peek(Feedback, message_id)
        if known and known.helpful == helpful:
            return known
        batch = self.batch("customer")
        cited = message.citations[0]
        given = Feedback(
            id=message_id,  # one message, one opinion
            rev=known.rev if known else 0,
            message=message_id,
            conversation=message.conversation,
            article=cited.article,
            revision=cited.revision,
            helpful=helpful,
            at=batch.at,
        )
        batch.save(given)
        await plan_opinion(self.store, batch, message, helpful)
        if not helpful:
            await plan_not_helpful(self.store, batch, message)
        data = {"article": cited.article, "revision": cited.revision, "helpful": helpful}
        batch.event(EventKind.FEEDBACK_GIVEN, given, conversation=message.conversation, data=data)
        stored: Feedback = (await self.store.commit(batch)).stored(given)
        return stored

    async def opinion(self, message_id: str) -> bool | None:
        """Return whether the customer found an answer helpful; None when they did not say."""
        given = await self.store.peek(Feedback, message_id)
        return given.helpful if given else None

    def _is(self, row: Article, wanted: Wanted) -> bool:
        return (
            (not wanted.category or wanted.category in _paths(row.category))
            and (not wanted.owner or row.owner == wanted.owner)
            and (wanted.audience is None or row.audience is wanted.audience)
            and (not wanted.due or self.is_due(row))
            and (not wanted.edited or is_edited(row))
        )


def is_edited(article: Article) -> bool:
    """Say whether customers get another revision than the newest."""
    return article.published is not None and article.published != article.revision


def _paths(category: str) -> list[str]:
    """Return a category and those it is in: "a/b" is in "a" too."""
    parts = category.split("/")
    return ["/".join(parts[: end + 1]) for end in range(len(parts))]


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _answer(article: str, out: Article | Revision, channel: Channel) -> Answer:
    return Answer(
        article=article,
        revision=out.revision if isinstance(out, Article) else out.number,
        title=out.title,
        text=out.texts.get(channel) or out.body,
        language=out.language,
        category=out.category,
        audience=out.audience,
    )


def _has(article: Article | Revision, words: Sequence[str]) -> bool:
    text = "\n".join([article.title, *article.questions, article.category, article.body]).casefold()
    return all(word in text for word in words)
