"""Knowledge: finding and writing articles, their languages, what colleagues say; and trying a question."""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from bots.knowledge.answering import TryOut
from hub.core.models.contacts import Channel
from hub.core.models.knowledge import (
    CONTENT,
    Article,
    ArticleComment,
    ArticleImage,
    ArticleState,
    Audience,
    HistoryEntry,
    Revision,
)
from hub.core.permissions import Permission
from hub.desk.api.told import Days, since
from hub.desk.article_previews import ChannelPreviews, previews
from hub.desk.context import Context, given
from hub.desk.endpoint import endpoint
from hub.services.article_to_do import ToDo
from hub.services.article_writing import Translation
from hub.services.knowledge import MOST, Answer, ArticleCounts, Wanted

READ, WRITE = Permission.KNOWLEDGE_READ, Permission.KNOWLEDGE_WRITE
SHOWN = 200
Id = Annotated[str, Meta(max_length=64)]
Text = Annotated[str, Meta(max_length=100_000)]
Remark = Annotated[str, Meta(max_length=5000)]


class ArticleQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which articles; a category has those below it. `due`: to be verified, `edited`: not live yet.

    `order` other than by the last change begins with the highest figure of the last `days` (0: of all time).
    """

    q: Annotated[str, Meta(max_length=200)] = ""
    state: ArticleState | None = None
    language: str = ""
    category: str = ""
    owner: str = ""
    audience: Audience | None = None
    due: bool = False
    edited: bool = False
    order: Literal["changed", "told", "helpful", "not_helpful", "handed_off"] = "changed"
    days: Days = 0


class ArticleDraft(Struct, frozen=True, kw_only=True):
    """What an editor writes; `rev` is the revision it was read at (0 for a new one)."""

    title: Annotated[str, Meta(min_length=1, max_length=300)]
    body: Text
    questions: list[str] = []
    language: str = "en"
    category: str = ""
    audience: Audience = Audience.CUSTOMERS
    texts: dict[Channel, Text] = {}
    rev: int = 0


class ArticleDetails(Struct, frozen=True, kw_only=True):
    """What is no part of the text and holds at once; what is left out stays."""

    owner: Id | UnsetType = UNSET
    verify_every_days: int | UnsetType = UNSET
    expires_at: Annotated[datetime, Meta(tz=True)] | None | UnsetType = UNSET


class PreviewDraft(Struct, frozen=True, kw_only=True):
    """An article that is being written."""

    title: Annotated[str, Meta(max_length=300)] = ""
    body: Text = ""
    texts: dict[Channel, Text] = {}
    language: str = "en"


class AnswerQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an agent looks for, and the channel it is to go out on."""

    q: Annotated[str, Meta(max_length=200)] = ""
    language: str = ""
    channel: Channel = Channel.CHAT


class NewTranslation(Struct, frozen=True, kw_only=True):
    """Which language."""

    language: str


class TranslationOf(Struct, frozen=True, kw_only=True):
    """What an article is a translation of."""

    article: Id


class NewComment(Struct, frozen=True, kw_only=True):
    """A remark about a revision (0: the newest); `mentions` are staff ids."""

    text: Remark
    revision: int = 0
    mentions: Annotated[list[Id], Meta(max_length=20)] = []


class CommentState(Struct, frozen=True, kw_only=True):
    """Whether a comment is done with."""

    resolved: bool


class Question(Struct, frozen=True, kw_only=True):
    """A question as a customer would ask it."""

    question: Annotated[str, Meta(min_length=1, max_length=2000)]
    language: str = "en"


@endpoint("GET", "/articles", permission=READ)
async def list_articles(ctx: Context, query: ArticleQuery) -> list[Article]:
    """Return up to 200 articles, the last changed first, or ranked; archived ones only when asked for."""
    wanted = Wanted(
        text=query.q,
        state=query.state,
        language=query.language,
        category=query.category,
        owner=query.owner,
        audience=query.audience,
        due=query.due,
        edited=query.edited,
    )
    if query.order == "changed":
        return await ctx.services.knowledge.select(wanted)
    found = await ctx.services.knowledge.select(wanted, limit=MOST)
    ranks = await ctx.services.article_use.ranks(query.order, since(ctx, query.days))
    return sorted(found, key=lambda one: -ranks.get(one.id, 0))[:SHOWN]


@endpoint("GET", "/article-counts", permission=READ)
async def article_counts(ctx: Context) -> ArticleCounts:
    """Count the articles by state, category, language, owner and audience."""
    return await ctx.services.knowledge.counts()


@endpoint("GET", "/knowledge/to-do", permission=WRITE)
async def to_do(ctx: Context) -> list[ToDo]:
    """Return what waits for the caller: reviews, comments, articles to be verified; newest first."""
    return await ctx.services.knowledge.to_do(ctx.actor, publishes=ctx.has(Permission.KNOWLEDGE_PUBLISH))


@endpoint("POST", "/articles", permission=WRITE, status=201)
async def create_article(ctx: Context, body: ArticleDraft) -> Article:
    """Write a new article; nobody gets it before it is published."""
    owner = ctx.caller.staff.id if ctx.caller.staff else ""
    return await ctx.services.knowledge.create(ctx.actor, owner=owner, **_content(body))


@endpoint("GET", "/articles/{id}", permission=READ)
async def article(ctx: Context, id: str) -> Article:
    """Return an article as its editors see it."""
    return await ctx.services.store.get(Article, id)


@endpoint("PUT", "/articles/{id}", permission=WRITE)
async def save_article(ctx: Context, id: str, body: ArticleDraft) -> Article:
    """Save a new version as a draft; customers keep the published one until this is published."""
    return await ctx.services.knowledge.save(id, ctx.actor, rev=body.rev, **_content(body))


@endpoint("PATCH", "/articles/{id}", permission=WRITE)
async def set_details(ctx: Context, id: str, body: ArticleDetails) -> Article:
    """Change owner, interval of verification or expiry; these hold at once."""
    return await ctx.services.knowledge.set_details(id, ctx.actor, **given(body))


@endpoint("GET", "/articles/{id}/revisions", permission=READ)
async def revisions(ctx: Context, id: str) -> list[Revision]:
    """Return the saved versions, newest first."""
    return await ctx.services.knowledge.revisions(id)


@endpoint("GET", "/articles/{id}/history", permission=READ)
async def history(ctx: Context, id: str) -> list[HistoryEntry]:
    """Return what was done with the article, by whom and when, newest first."""
    return await ctx.services.knowledge.history(id)


@endpoint("GET", "/articles/{id}/translations", permission=READ)
async def translations(ctx: Context, id: str) -> list[Translation]:
    """Return the article in all its languages, the one it was written in first."""
    return await ctx.services.knowledge.translations(id)


@endpoint("POST", "/articles/{id}/translations", permission=WRITE, status=201)
async def translate(ctx: Context, id: str, body: NewTranslation) -> Article:
    """Begin the article in another language, as a draft with the text to be translated."""
    return await ctx.services.knowledge.translate(id, ctx.actor, body.language)


@endpoint("POST", "/articles/{id}/join", permission=WRITE)
async def join(ctx: Context, id: str, body: TranslationOf) -> Article:
    """Make an article that stands alone a translation of another."""
    return await ctx.services.knowledge.join(id, ctx.actor, body.article)


@endpoint("POST", "/articles/{id}/in-step", permission=WRITE)
async def in_step(ctx: Context, id: str) -> Article:
    """Note that a translation says what its source says now."""
    return await ctx.services.knowledge.in_step(id, ctx.actor)


@endpoint("GET", "/articles/{id}/comments", permission=READ)
async def comments(ctx: Context, id: str) -> list[ArticleComment]:
    """Return what colleagues said about the article, oldest first."""
    return await ctx.services.knowledge.comments(id)


@endpoint("POST", "/articles/{id}/comments", permission=WRITE, status=201)
async def comment(ctx: Context, id: str, body: NewComment) -> ArticleComment:
    """Say something about a version."""
    return await ctx.services.knowledge.comment(
        id, ctx.actor, body.text, revision=body.revision, mentions=body.mentions
    )


@endpoint("PUT", "/article-comments/{id}/resolved", permission=WRITE)
async def settle_comment(ctx: Context, id: str, body: CommentState) -> ArticleComment:
    """Resolve a comment, or open it again."""
    return await ctx.services.knowledge.settle(id, ctx.actor, resolved=body.resolved)


@endpoint("POST", "/article-images", permission=WRITE, status=201)
async def upload_image(ctx: Context, body: bytes) -> ArticleImage:
    """Store a picture for articles; Markdown shows it as `![words](/kb/images/ID)`."""
    return await ctx.services.article_images.put(ctx.file_name, body, ctx.actor)


@endpoint("GET", "/knowledge/answers", permission=READ)
async def find_answers(ctx: Context, query: AnswerQuery) -> list[Answer]:
    """Return what is published and has all the words, also for staff only, as the channel brings it."""
    return await ctx.services.knowledge.answers(query.q, query.language, query.channel)


@endpoint("POST", "/knowledge/previews", permission=READ)
async def preview_channels(ctx: Context, body: PreviewDraft) -> ChannelPreviews:
    """Show an article as chat, mail, SMS, fax and speech would bring it."""
    return previews(body.title, body.body, body.texts, body.language)


@endpoint("POST", "/knowledge/test", permission=READ)
async def try_question(ctx: Context, body: Question) -> TryOut:
    """Show what the bot would answer, and from what."""
    return await ctx.deps.answering.try_question(body.question, body.language)


def _content(body: ArticleDraft) -> dict[str, Any]:
    return {name: getattr(body, name) for name in CONTENT}


ENDPOINTS = [
    list_articles,
    article_counts,
    to_do,
    create_article,
    article,
    save_article,
    set_details,
    revisions,
    history,
    translations,
    translate,
    join,
    in_step,
    comments,
    comment,
    settle_comment,
    upload_image,
    find_answers,
    preview_channels,
    try_question,
]
