"""Test questions: what the knowledge base must go on answering, and what it must not."""

from datetime import datetime

from hub.core.records import Record


class QuestionTest(Record, frozen=True, kw_only=True):
    """A question and the article that must answer it; without one, no article may. Unique by its words."""

    text: str
    language: str = "en"
    article: str | None = None
    by: str
    at: datetime
