"""Articles: writing, publishing, taking back; and whether answers from them helped."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import InvalidInput, StaleRevision
from hub.core.events import EventKind
from hub.core.models.conversations import Message
from hub.core.models.knowledge import Article, ArticleState, Feedback, Revision
from hub.core.transitions import advance
from hub.services.base import Service, retried
from hub.services.gap_plans import plan_not_helpful

EDITABLE = frozenset({"title", "body", "questions", "language", "category"})
LANGUAGES = frozenset({"en", "zh"})
TITLE_CHARS = 200
BODY_CHARS = 50_000
QUESTIONS = 100
QUESTION_CHARS = 300
PAGE = 500


class Knowledge(Service):
    """What bots may say. Every save is a new revision; customers get the published one."""

    async def create(
        self,
        by: str,
        *,
        title: str,
        body: str,
        questions: Sequence[str] = (),
        language: str = "en",
        category: str = "",
    ) -> Article:
        """Store a new draft with its first revision."""
        batch = self.batch(by)
        article = Article(
            id=self.ids(),
            title=title.strip(),
            body=body,
            questions=_tidy(questions),
            language=language,
            category=category.strip(),
            author=by,
            created_at=batch.at,
            updated_at=batch.at,
        )
        _check(article)
        batch.save(_revision(article))
        return await self._commit(batch, article)

    async def get(self, article_id: str) -> Article:
        """Return an article as its editor sees it."""
        return await self.store.get(Article, article_id)

    async def save(self, article_id: str, by: str, *, rev: int, **fields: Any) -> Article:
        """Store an edit as the next revision; a published article goes on answering from the old one.

        `rev` is the stored revision the editor began with: raises StaleRevision when somebody else
        saved since. `fields` are title, body, questions, language, category.
        """
        unknown = sorted(fields.keys() - EDITABLE)
        if unknown:
            raise InvalidInput(f"{unknown[0]} of an article cannot be edited.", field=unknown[0])
        article = await self.store.get(Article, article_id)
        if article.rev != rev:
            raise StaleRevision("Somebody else saved this article since you opened it. Reload it first.")
        if article.state is ArticleState.ARCHIVED:
            raise InvalidInput("This article is archived. Bring it back first.", field="state")
        if "questions" in fields:
            fields["questions"] = _tidy(fields["questions"])
        batch = self.batch(by)
        changed = replace(article, **fields, revision=article.revision + 1, author=by, updated_at=batch.at)
        _check(changed)
        batch.save(_revision(changed))
        return await self._commit(batch, changed)

    @retried
    async def publish(self, article_id: str, by: str) -> Article:
        """Let customers have the newest revision."""
        article = await self.store.get(Article, article_id)
        if article.published == article.revision:
            return article
        return await self._advance(article, ArticleState.PUBLISHED, by, published=article.revision)

    @retried
    async def unpublish(self, article_id: str, by: str) -> Article:
        """Take an article back from customers, or bring an archived one back to the editors."""
        article = await self.store.get(Article, article_id)
        if article.state is ArticleState.DRAFT:
            return article
        return await self._advance(article, ArticleState.DRAFT, by, published=None)

    @retried
    async def archive(self, article_id: str, by: str) -> Article:
        """Put an article away: no customer gets it, and it cannot be edited until it is brought back."""
        article = await self.store.get(Article, article_id)
        if article.state is ArticleState.ARCHIVED:
            return article
        return await self._advance(article, ArticleState.ARCHIVED, by, published=None)

    async def revisions(self, article_id: str) -> list[Revision]:
        """Return all saved versions, newest first."""
        await self.store.get(Article, article_id)
        return await self.store.find(Revision, {"article": article_id}, order="number", descending=True)

    async def search(
        self, text: str = "", *, state: ArticleState | None = None, language: str = "", limit: int = 200
    ) -> list[Article]:
        """Return articles that have all the words, newest first; archived ones only when asked for."""
        wanted = {state} if state else {ArticleState.DRAFT, ArticleState.PUBLISHED}
        where: dict[str, Any] = {"state": wanted} | ({"language": language} if language else {})
        words = text.casefold().split()
        rows = await self.store.find(Article, where, order="updated_at", descending=True, limit=10_000)
        return [row for row in rows if _has(row, words)][:limit]

    async def published(self) -> list[Revision]:
        """Return the published revision of every published article."""
        found: list[Revision] = []
        after: str | None = None
        while True:
            articles = await self.store.find(
                Article, {"state": ArticleState.PUBLISHED}, above=after, limit=PAGE
            )
            for article in articles:
                found.append(await self.store.get(Revision, _revision_id(article.id, article.published or 1)))
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

    async def _advance(
        self, article: Article, to: ArticleState, by: str, *, published: int | None
    ) -> Article:
        batch = self.batch(by)
        return await self._commit(batch, advance(article, to, published=published, updated_at=batch.at))

    async def _commit(self, batch: Batch, article: Article) -> Article:
        data = {"state": article.state.value, "revision": article.revision, "published": article.published}
        batch.save(article)
        batch.event(EventKind.ARTICLE_CHANGED, article, data=data)
        stored: Article = (await self.store.commit(batch)).stored(article)
        return stored


def _revision_id(article_id: str, number: int) -> str:
    return f"{article_id}-{number}"


def _revision(article: Article) -> Revision:
    return Revision(
        id=_revision_id(article.id, article.revision),
        article=article.id,
        number=article.revision,
        title=article.title,
        body=article.body,
        questions=article.questions,
        language=article.language,
        author=article.author,
        at=article.updated_at,
    )


def _tidy(questions: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(question.split()) for question in questions if question.strip()))


def _check(article: Article) -> None:
    if not article.title.strip():
        raise InvalidInput("An article needs a title.", field="title")
    if len(article.title) > TITLE_CHARS:
        raise InvalidInput(f"The title is longer than {TITLE_CHARS} characters. Shorten it.", field="title")
    if not article.body.strip():
        raise InvalidInput("The article is empty. Write the answer.", field="body")
    if len(article.body) > BODY_CHARS:
        raise InvalidInput(
            f"The article is longer than {BODY_CHARS} characters. Split it into several.", field="body"
        )
    if article.language not in LANGUAGES:
        raise InvalidInput(f'There is no language {article.language!r}; use "en" or "zh".', field="language")
    if len(article.questions) > QUESTIONS:
        raise InvalidInput(f"An article can have {QUESTIONS} questions at most.", field="questions")
    for index, question in enumerate(article.questions):
        if len(question) > QUESTION_CHARS:
            raise InvalidInput(
                f"A question can have {QUESTION_CHARS} characters at most.", field=f"questions[{index}]"
            )


def _has(article: Article, words: Sequence[str]) -> bool:
    text = "\n".join([article.title, *article.questions, article.category, article.body]).casefold()
    return all(word in text for word in words)
