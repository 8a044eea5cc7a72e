"""What waits for one of those who write: a review, a comment, an article that may not be true any more."""

from datetime import datetime, timedelta
from enum import StrEnum

from hub.core.models.knowledge import Article, ArticleAct, ArticleComment, ArticleState, HistoryEntry
from hub.core.records import Value
from hub.services.article_timer import EVER
from hub.services.article_writing import ArticleWriting

MOST = 200
"""So many of each sort are told of; who has more sees the others when these are done."""


class ToDoKind(StrEnum):
    """What is asked for."""

    REVIEW = "review"
    COMMENT = "comment"
    VERIFY = "verify"


class ToDo(Value, frozen=True, kw_only=True):
    """Something that waits: since when, who wants it (nobody for `verify`), and in which words."""

    kind: ToDoKind
    article: str
    title: str
    language: str
    by: str = ""
    at: datetime
    text: str = ""


class ArticleToDo(ArticleWriting):
    """What waits for whom."""

    async def to_do(self, staff: str, *, publishes: bool) -> list[ToDo]:
        """Return what waits for a colleague, newest first; `publishes`: they may review."""
        found = [*await self._comments_for(staff), *await self._due_for(staff)]
        if publishes:
            found += await self._reviews_for(staff)
        return sorted(found, key=lambda one: one.at, reverse=True)

    def is_due(self, article: Article) -> bool:
        """Say whether somebody should look whether what customers are told is still true."""
        due = article.verify_at is not None and article.verify_at <= self.clock.now()
        return due and article.published is not None

    async def _reviews_for(self, staff: str) -> list[ToDo]:
        """Whatever somebody else sent; where nobody reviews their own work, not what they had a part in."""
        separate = (await self.policy()).separate_reviewer
        waiting = await self.store.find(
            Article, {"state": ArticleState.IN_REVIEW}, order="updated_at", limit=MOST
        )
        found = []
        for article in waiting:
            sent = await self._sent(article)
            own = staff in article.authors if separate else bool(sent and sent.by == staff)
            if not own:
                by, at, text = (sent.by, sent.at, sent.comment) if sent else ("", article.updated_at, "")
                found.append(_to_do(ToDoKind.REVIEW, article, by, at, text))
        return found

    async def _sent(self, article: Article) -> HistoryEntry | None:
        entries = await self.store.find(
            HistoryEntry, {"article": article.id}, order="at", descending=True, limit=10
        )
        return next((one for one in entries if one.act is ArticleAct.SUBMITTED), None)

    async def _comments_for(self, staff: str) -> list[ToDo]:
        """Open comments of others, to those who are named and to whose article it is."""
        found = []
        said = await self.store.find(
            ArticleComment, {"resolved_by": ""}, order="at", descending=True, limit=MOST
        )
        for one in said:
            article = await self.store.peek(Article, one.article) if one.by != staff else None
            if article is None or article.state is ArticleState.ARCHIVED:
                continue
            if staff in (article.owner, *article.authors, *one.mentions):
                found.append(_to_do(ToDoKind.COMMENT, article, one.by, one.at, one.text))
        return found

    async def _due_for(self, staff: str) -> list[ToDo]:
        """Articles of which they are the owner."""
        until = self.clock.now() + timedelta(microseconds=1)
        rows = await self.store.find(
            Article, {"owner": staff}, order="verify_at", above=EVER, below=until, limit=MOST
        )
        due = [(row, row.verify_at) for row in rows if self.is_due(row)]
        return [_to_do(ToDoKind.VERIFY, row, "", at) for row, at in due if at]


def _to_do(kind: ToDoKind, article: Article, by: str, at: datetime, text: str = "") -> ToDo:
    return ToDo(
        kind=kind,
        article=article.id,
        title=article.title,
        language=article.language,
        by=by,
        at=at,
        text=text,
    )
