"""Who was told what of an article, and how its answers were taken."""

from datetime import datetime, timedelta
from typing import Annotated

from msgspec import Meta, Struct

from hub.core.models.contacts import Address, Channel, Contact
from hub.core.models.conversations import AuthorKind, Conversation, Delivery, Message
from hub.core.models.knowledge import Article
from hub.core.models.told import Told
from hub.core.permissions import Permission, may_see
from hub.desk.citations import Cited
from hub.desk.context import Context
from hub.desk.endpoint import Download, endpoint
from hub.desk.sheet import csv_file
from hub.desk.views import ContactBrief, View
from hub.services.article_use import ArticleUse

READ = Permission.KNOWLEDGE_READ
HEADS = (
    "at",
    "revision",
    "channel",
    "name",
    "addresses",
    "by",
    "phrased",
    "delivery",
    "conversation",
    "message",
)
MOST_ROWS = 20_000
Days = Annotated[int, Meta(ge=0, le=3650)]
Ids = Annotated[str, Meta(max_length=20_000)]


class ToldQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which of them: of one version, of a time, older than the record `before`."""

    revision: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: str | None = None
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class ToldView(View, frozen=True, kw_only=True):
    """One answer to one customer; `phrased` is the language model whose words it was in, if it was.

    `contact` is null, and so are the ids, for whoever may not see the person or the conversation; and
    after the person was erased.
    """

    id: str
    at: datetime
    revision: int
    channel: Channel
    phrased: str
    by: str
    by_kind: AuthorKind
    delivery: Delivery | None
    contact: ContactBrief | None
    addresses: list[str]
    conversation: str | None
    message: str | None


class ToldPage(View, frozen=True, kw_only=True):
    """Part of the list, newest first; give `next` as `before` to get what follows. `total` is of all time."""

    items: list[ToldView]
    next: str | None
    total: int


class UseQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which articles: their ids with commas between; of how many days, 0 for always."""

    articles: Ids
    days: Days = 0


@endpoint("GET", "/articles/{id}/told", permission=READ)
async def told(ctx: Context, id: str, query: ToldQuery) -> ToldPage:
    """Return which customers got an answer from this article."""
    await ctx.services.store.get(Article, id)
    rows = await ctx.services.told.page(
        id,
        revision=query.revision,
        since=query.since,
        until=query.until,
        before=query.before,
        limit=query.limit,
    )
    return ToldPage(
        items=[await _view(ctx, row) for row in rows],
        next=rows[-1].id if len(rows) == query.limit else None,
        total=await ctx.services.told.count(id, query.revision),
    )


@endpoint("GET", "/articles/{id}/told-file", permission=READ)
async def told_file(ctx: Context, id: str, query: ToldQuery) -> Download:
    """Return the same as a CSV file, up to 20,000 answers."""
    article = await ctx.services.store.get(Article, id)
    lines = []
    every = ctx.services.told.each(id, revision=query.revision, since=query.since, until=query.until)
    async for row in every:
        lines.append(_line(await _view(ctx, row)))
        if len(lines) == MOST_ROWS:
            break
    name = f"{article.title[:60].strip()} - told.csv".replace("/", "-")
    return Download(data=csv_file(HEADS, lines), type="text/csv; charset=utf-8", name=name)


@endpoint("GET", "/knowledge/use", permission=READ)
async def article_use(ctx: Context, query: UseQuery) -> list[ArticleUse]:
    """Return how often articles were told, and what customers made of it."""
    wanted = [one for one in dict.fromkeys(query.articles.split(",")) if one]
    return await ctx.services.article_use.of(wanted[:500], since(ctx, query.days))


@endpoint("POST", "/conversations/{id}/insertions", permission=Permission.CONVERSATIONS_WRITE)
async def note_insertion(ctx: Context, id: str, body: Cited) -> None:
    """Note that an article was put into a reply; what is sent is cited if it has the article's words."""
    await ctx.conversation(id)
    await ctx.services.insertions.note(id, body.article, body.revision, ctx.actor)


def since(ctx: Context, days: int) -> datetime | None:
    """Return when a period of so many days until now began; None for always."""
    return ctx.deps.clock.now() - timedelta(days=days) if days else None


async def _view(ctx: Context, row: Told) -> ToldView:
    store = ctx.services.store
    message = await store.peek(Message, row.message)
    conversation = await store.peek(Conversation, row.conversation)
    sees = bool(conversation) and _may_read(ctx, conversation) and ctx.has(Permission.CONVERSATIONS_READ)
    contact = addresses = None
    if sees and row.contact and ctx.has(Permission.CONTACTS_READ):
        contact = await store.peek(Contact, row.contact)
        if contact and contact.merged_into:
            contact = await store.peek(Contact, contact.merged_into)
        addresses = await store.find(Address, {"contact": contact.id}) if contact else None
    return ToldView(
        id=row.id,
        at=row.at,
        revision=row.revision,
        channel=row.channel,
        phrased=row.phrased,
        by=row.by,
        by_kind=row.by_kind,
        delivery=message.delivery if message else None,
        contact=ContactBrief(id=contact.id, name=contact.name) if contact else None,
        addresses=[one.value for one in addresses or [] if one.kind != "visitor"],
        conversation=row.conversation if sees else None,
        message=row.message if sees else None,
    )


def _may_read(ctx: Context, conversation: Conversation | None) -> bool:
    staff = ctx.caller.staff
    return conversation is not None and (
        staff is None or may_see(staff, conversation.queue, conversation.agent)
    )


def _line(view: ToldView) -> list[object]:
    return [
        view.at.isoformat(timespec="seconds"),
        view.revision,
        view.channel.value,
        view.contact.name if view.contact else "",
        " ".join(view.addresses),
        view.by,
        view.phrased,
        view.delivery.value if view.delivery else "",
        view.conversation,
        view.message,
    ]


ENDPOINTS = [told, told_file, article_use, note_insertion]
