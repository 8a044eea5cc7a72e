"""What an article must satisfy, and when its times come."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from hub.core.errors import InvalidInput
from hub.core.models.contacts import Channel
from hub.core.models.knowledge import CONTENT, Article, ArticleState, Revision, RevisionKind

LANGUAGES = frozenset({"en", "zh"})
TITLE_CHARS = 200
BODY_CHARS = 50_000
QUESTIONS = 100
QUESTION_CHARS = 300
CATEGORY_CHARS = 100
COMMENT_CHARS = 4000
LONGEST_INTERVAL = 3650


def tidied(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return fields of an article without stray spaces, empty lines and repetitions."""
    tidy = dict(content)
    if "title" in tidy:
        tidy["title"] = tidy["title"].strip()
    if "questions" in tidy:
        tidy["questions"] = _lines(tidy["questions"])
    if "category" in tidy:
        tidy["category"] = "/".join(part.strip() for part in tidy["category"].split("/") if part.strip())
    if "texts" in tidy:
        tidy["texts"] = {channel: text for channel, text in tidy["texts"].items() if text.strip()}
    return tidy


def check_content(article: Article) -> None:
    """Raise InvalidInput, with the field, for what cannot be an article."""
    if not article.title.strip():
        raise InvalidInput("An article needs a title.", field="title")
    if len(article.title) > TITLE_CHARS:
        raise InvalidInput(f"The title is longer than {TITLE_CHARS} characters. Shorten it.", field="title")
    if not article.body.strip():
        raise InvalidInput("The article is empty. Write the answer.", field="body")
    _check_length(article.body, "body")
    for channel, text in article.texts.items():
        _check_length(text, f"texts.{Channel(channel).value}")
    if article.language not in LANGUAGES:
        raise InvalidInput(f'There is no language {article.language!r}; use "en" or "zh".', field="language")
    if len(article.category) > CATEGORY_CHARS:
        raise InvalidInput(f"A category can have {CATEGORY_CHARS} characters at most.", field="category")
    if len(article.questions) > QUESTIONS:
        raise InvalidInput(f"An article can have {QUESTIONS} questions at most.", field="questions")
    for index, question in enumerate(article.questions):
        if len(question) > QUESTION_CHARS:
            raise InvalidInput(
                f"A question can have {QUESTION_CHARS} characters at most.", field=f"questions[{index}]"
            )


def check_comment(text: str, *, needed: bool) -> str:
    """Return a comment without stray spaces; raise InvalidInput for none where one is needed."""
    text = text.strip()
    if needed and not text:
        raise InvalidInput("Write what should be changed, so that the author knows.", field="comment")
    if len(text) > COMMENT_CHARS:
        raise InvalidInput(f"A comment can have {COMMENT_CHARS} characters at most.", field="comment")
    return text


def check_times(publish_at: datetime | None, expires_at: datetime | None, now: datetime) -> None:
    """Raise InvalidInput for times that have passed, or that take an article back before it is out."""
    if publish_at and publish_at <= now:
        raise InvalidInput("This time has passed. Publish now, or choose a later time.", field="publish_at")
    if expires_at and expires_at <= (publish_at or now):
        raise InvalidInput(
            "The article would be taken back before anybody gets it. Choose a later time.", field="expires_at"
        )


def timed(article: Article) -> Article:
    """Return the article with the next moment at which something is to happen to it by itself."""
    times = [article.publish_at if article.state is ArticleState.SCHEDULED else None]
    if article.published:
        times += [article.expires_at, None if article.reminded else article.verify_at]
    return replace(article, due_at=min((time for time in times if time), default=None))


def verified(article: Article, by: str, at: datetime) -> Article:
    """Return the article as one that somebody found to be true."""
    return due_again(replace(article, verified_at=at, verified_by=by))


def due_again(article: Article) -> Article:
    """Return the article with the time at which somebody should look at it again."""
    days, since = article.verify_every_days, article.verified_at or article.created_at
    return replace(article, verify_at=since + timedelta(days=days) if days else None, reminded=False)


def revision_id(article_id: str, number: int) -> str:
    """Return the id of a revision."""
    return f"{article_id}-{number}"


def revision_of(article: Article, kind: RevisionKind, copy_of: int | None = None) -> Revision:
    """Return what is kept of an article's present content."""
    return Revision(
        id=revision_id(article.id, article.revision),
        article=article.id,
        number=article.revision,
        kind=kind,
        copy_of=copy_of,
        author=article.author,
        at=article.updated_at,
        **content_of(article),
    )


def content_of(written: Article | Revision) -> dict[str, Any]:
    """Return the fields that every revision keeps."""
    return {name: getattr(written, name) for name in CONTENT}


def _check_length(text: str, field: str) -> None:
    if len(text) > BODY_CHARS:
        raise InvalidInput(
            f"The article is longer than {BODY_CHARS} characters. Split it into several.", field=field
        )


def _lines(questions: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(" ".join(question.split()) for question in questions if question.strip()))
