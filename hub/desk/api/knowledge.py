"""Knowledge: articles and their life, and trying a question."""

from typing import Annotated, Any

from msgspec import Meta, Struct

from bots.knowledge.answering import TryOut
from hub.core.models.knowledge import Article, ArticleState, Revision
from hub.core.permissions import Permission
from hub.core.text import to_html
from hub.desk.context import Context
from hub.desk.endpoint import endpoint
from hub.desk.views import Preview

READ, WRITE = Permission.KNOWLEDGE_READ, Permission.KNOWLEDGE_WRITE


class ArticleQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which articles."""

    q: Annotated[str, Meta(max_length=200)] = ""
    state: ArticleState | None = None
    language: str | None = None


class ArticleDraft(Struct, frozen=True, kw_only=True):
    """What an editor writes; `rev` is the revision it was read at (0 for a new one)."""

    title: Annotated[str, Meta(min_length=1, max_length=300)]
    body: Annotated[str, Meta(max_length=100_000)]
    questions: list[str] = []
    language: str = "en"
    category: str = ""
    rev: int = 0


class Question(Struct, frozen=True, kw_only=True):
    """A question as a customer would ask it."""

    question: Annotated[str, Meta(min_length=1, max_length=2000)]
    language: str = "en"


class Markdown(Struct, frozen=True, kw_only=True):
    """Markdown source."""

    body: Annotated[str, Meta(max_length=100_000)]


@endpoint("GET", "/articles", permission=READ)
async def list_articles(ctx: Context, query: ArticleQuery) -> list[Article]:
    """Return articles, the last changed first; archived ones only when asked for."""
    return await ctx.services.knowledge.search(query.q, state=query.state, language=query.language or "")


@endpoint("POST", "/articles", permission=WRITE, status=201)
async def create_article(ctx: Context, body: ArticleDraft) -> Article:
    """Write a new article; nobody gets it before it is published."""
    return await ctx.services.knowledge.create(ctx.actor, **_content(body))


@endpoint("GET", "/articles/{id}", permission=READ)
async def article(ctx: Context, id: str) -> Article:
    """Return an article as its editors see it."""
    return await ctx.services.store.get(Article, id)


@endpoint("PUT", "/articles/{id}", permission=WRITE)
async def save_article(ctx: Context, id: str, body: ArticleDraft) -> Article:
    """Save a new version; a published article keeps its published version until published again."""
    return await ctx.services.knowledge.save(id, ctx.actor, rev=body.rev, **_content(body))


@endpoint("POST", "/articles/{id}/publish", permission=WRITE)
async def publish(ctx: Context, id: str) -> Article:
    """Give the present version to customers."""
    return await ctx.services.knowledge.publish(id, ctx.actor)


@endpoint("POST", "/articles/{id}/unpublish", permission=WRITE)
async def unpublish(ctx: Context, id: str) -> Article:
    """Take the article away from customers."""
    return await ctx.services.knowledge.unpublish(id, ctx.actor)


@endpoint("POST", "/articles/{id}/archive", permission=WRITE)
async def archive(ctx: Context, id: str) -> Article:
    """Put the article away."""
    return await ctx.services.knowledge.archive(id, ctx.actor)


@endpoint("GET", "/articles/{id}/revisions", permission=READ)
async def revisions(ctx: Context, id: str) -> list[Revision]:
    """Return the saved versions, newest first."""
    return await ctx.services.knowledge.revisions(id)


@endpoint("POST", "/knowledge/test", permission=READ)
async def try_question(ctx: Context, body: Question) -> TryOut:
    """Show what the bot would answer, and from what."""
    return ctx.deps.answering.try_question(body.question, body.language)


@endpoint("POST", "/knowledge/preview", permission=READ)
async def preview(ctx: Context, body: Markdown) -> Preview:
    """Show Markdown as customers will see it."""
    return Preview(html=to_html(body.body))


def _content(body: ArticleDraft) -> dict[str, Any]:
    return {name: getattr(body, name) for name in ("title", "body", "questions", "language", "category")}


ENDPOINTS = [
    list_articles,
    create_article,
    article,
    save_article,
    publish,
    unpublish,
    archive,
    revisions,
    try_question,
    preview,
]
