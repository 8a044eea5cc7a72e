"""Articles, their revisions and the feedback on answers."""

from datetime import datetime
from enum import StrEnum

from hub.core.records import Record


class ArticleState(StrEnum):
    """Life of an article."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class Article(Record, frozen=True, kw_only=True):
    """A knowledge entry as its editor sees it; bots answer from the published revision.

    `body` is Markdown. `questions` are ways customers ask it. `revision` counts saved versions;
    `published` is the number of the one customers get, if any.
    """

    title: str
    body: str
    questions: list[str] = []
    language: str = "en"
    category: str = ""
    state: ArticleState = ArticleState.DRAFT
    revision: int = 1
    published: int | None = None
    author: str = ""
    created_at: datetime
    updated_at: datetime


class Revision(Record, frozen=True, kw_only=True):
    """One saved version of an article; never changes. Unique by article and number."""

    article: str
    number: int
    title: str
    body: str
    questions: list[str] = []
    language: str = "en"
    author: str
    at: datetime


class Feedback(Record, frozen=True, kw_only=True):
    """Whether an answer helped. Unique by message."""

    message: str
    conversation: str
    article: str
    revision: int
    helpful: bool
    at: datetime
