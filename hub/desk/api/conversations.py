"""Conversations: lists, timelines, answers, notes, merges."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from hub.core.errors import InvalidInput
from hub.core.models.contacts import Address, AddressKind, Channel, Contact, Merge, is_withheld
from hub.core.models.conversations import Attachment, Conversation, ConversationState, Interaction, Message
from hub.core.models.work import Offer, WorkItem
from hub.core.permissions import Permission
from hub.desk.api.contacts import Into, Tags
from hub.desk.citations import Cited, citations_of
from hub.desk.context import Context, given
from hub.desk.endpoint import endpoint
from hub.desk.live_frames import shown
from hub.desk.mail_views import mail_views
from hub.desk.views import ContactBrief, ConversationPage, ConversationRow, ConversationView, MessagePage
from hub.services.conversations import Filters
from hub.services.envelopes import checked_envelope, checked_via
from hub.services.posting import Envelope, Via

NAMING = frozenset({AddressKind.PHONE, AddressKind.EMAIL, AddressKind.FAX})
"""Kinds of addresses by which people know somebody who has no name."""
MOST_ADDRESSES = 1000
"""Of the contacts in one part of a list."""
READ, WRITE = Permission.CONVERSATIONS_READ, Permission.CONVERSATIONS_WRITE
Limit = Annotated[int, Meta(ge=1, le=200)]
ClientId = Annotated[str, Meta(min_length=1, max_length=64)]


class ConversationQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which list, narrowed how."""

    list: Literal["mine", "team", "waiting", "parked", "all"] = "all"
    q: Annotated[str, Meta(max_length=200)] = ""
    channel: Channel | None = None
    queue: str | None = None
    agent: str | None = None
    state: ConversationState | None = None
    tag: str | None = None
    entry_point: str | None = None
    before: int | None = None
    limit: Limit = 50


class TimelineQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of a timeline; scope `contact` spans all conversations with the contact."""

    before: int | None = None
    limit: Limit = 50
    scope: Literal["conversation", "contact"] = "conversation"


class ConversationPatch(Struct, frozen=True, kw_only=True):
    """What may be changed about a conversation."""

    subject: Annotated[str, Meta(max_length=500)] | UnsetType = UNSET
    tags: Tags | UnsetType = UNSET
    language: Annotated[str, Meta(max_length=35)] | UnsetType = UNSET


class ReadMark(Struct, frozen=True, kw_only=True):
    """The newest message the agent has seen."""

    seq: int


class Reply(Struct, frozen=True, kw_only=True):
    """An answer to the customer. The same `client_id` sent again changes nothing.

    `seen_seq` is the newest message its author had seen; when there is a newer one the answer is
    409 `moved_on`, and `force` sends all the same. `citations` are the articles it rests on. `via` takes
    another way than the present one (see `GET /conversations/{id}/ways`); `envelope` is for mail, and its
    `at` sends mail and SMS later.
    """

    client_id: ClientId
    text: str
    format: Literal["plain", "markdown"] = "markdown"
    attachments: Annotated[list[str], Meta(max_length=20)] = []
    citations: Annotated[list[Cited], Meta(max_length=10)] = []
    seen_seq: int | None = None
    force: bool = False
    via: Via | None = None
    envelope: Envelope | None = None


class Note(Struct, frozen=True, kw_only=True):
    """A private note; `mentions` are staff ids."""

    client_id: ClientId
    text: str
    mentions: list[str] = []


@endpoint("GET", "/conversations", permission=READ)
async def list_conversations(ctx: Context, query: ConversationQuery) -> ConversationPage:
    """Return part of a list of conversations, newest first."""
    filters = Filters(
        channel=query.channel,
        queue=query.queue,
        agent=query.agent,
        state=query.state,
        tag=query.tag,
        entry_point=query.entry_point,
        text=query.q,
    )
    found = await ctx.services.conversations.page(
        ctx.reader, query.list, filters, before=query.before, limit=query.limit
    )
    items = await _rows(ctx, found)
    return ConversationPage(items=items, next=found[-1].last_seq if len(found) == query.limit else None)


@endpoint("GET", "/conversations/{id}", permission=READ)
async def conversation(ctx: Context, id: str) -> ConversationView:
    """Return a conversation with its contact, work and episodes."""
    found = await ctx.conversation(id)
    store = ctx.services.store
    item = await store.peek(WorkItem, found.work_item) if found.work_item else None
    return ConversationView(
        conversation=found,
        contact=await store.get(Contact, found.contact),
        addresses=await store.find(Address, {"contact": found.contact}),
        work_item=item,
        offer=await store.peek(Offer, item.offer) if item and item.offer else None,
        interactions=[shown(one) for one in await store.find(Interaction, {"conversation": id})],
        merges=[
            *await store.find(Merge, {"target": id, "undone_at": None}),
            *await store.find(Merge, {"target": found.contact, "undone_at": None}),
        ],
    )


@endpoint("GET", "/conversations/{id}/timeline", permission=READ)
async def timeline(ctx: Context, id: str, query: TimelineQuery) -> MessagePage:
    """Return part of the timeline, oldest first."""
    found = await ctx.conversation(id)
    items = await ctx.services.conversations.timeline(
        found, whole_contact=query.scope == "contact", before=query.before, limit=query.limit
    )
    mails = await mail_views(ctx.services.store, items)
    return MessagePage(items=items, mails=mails, next=items[0].seq if len(items) == query.limit else None)


@endpoint("PATCH", "/conversations/{id}", permission=WRITE)
async def edit_conversation(ctx: Context, id: str, body: ConversationPatch) -> Conversation:
    """Change subject, tags or language."""
    await ctx.conversation(id)
    return await ctx.services.conversations.edit(id, ctx.actor, **given(body))


@endpoint("POST", "/conversations/{id}/take", permission=WRITE)
async def take(ctx: Context, id: str) -> WorkItem:
    """Take the conversation into one's own hands."""
    await ctx.conversation(id)
    return await ctx.services.work.take(id, ctx.staff.id)


@endpoint("POST", "/conversations/{id}/read", permission=READ)
async def mark_read(ctx: Context, id: str, body: ReadMark) -> None:
    """Note how far the agent has read; the customer sees it when it is the agent they talk to."""
    await ctx.conversation(id)
    await ctx.services.conversations.read(id, ctx.staff.id, body.seq)


@endpoint("POST", "/conversations/{id}/messages", permission=WRITE, status=201)
async def reply(ctx: Context, id: str, body: Reply) -> Message:
    """Answer the customer."""
    found = await ctx.conversation(id)
    if len(body.text) > ctx.deps.config.limits.message_chars:
        raise InvalidInput(
            f"A message may have {ctx.deps.config.limits.message_chars} characters.", field="text"
        )
    files = await attachments(ctx, found, body.attachments)
    return await ctx.services.outbox.reply(
        id,
        by=ctx.author,
        text=body.text,
        client_id=body.client_id,
        format=body.format,
        attachments=files,
        citations=await citations_of(ctx.services.store, body.citations),
        seen_seq=body.seen_seq,
        force=body.force,
        via=checked_via(body.via),
        envelope=checked_envelope(body.envelope, ctx.deps.clock.now()),
    )


@endpoint("POST", "/conversations/{id}/notes", permission=WRITE, status=201)
async def note(ctx: Context, id: str, body: Note) -> Message:
    """Leave a note that only staff see."""
    await ctx.conversation(id)
    return await ctx.services.outbox.note(
        id, by=ctx.author, text=body.text, client_id=body.client_id, mentions=body.mentions
    )


@endpoint("POST", "/conversations/{id}/merge", permission=WRITE)
async def merge_conversation(ctx: Context, id: str, body: Into) -> Merge:
    """Merge this conversation into another one."""
    await ctx.conversation(id)
    await ctx.conversation(body.into)
    return await ctx.services.conversations.merge(id, body.into, ctx.actor)


@endpoint("POST", "/merges/{id}/undo", permission=WRITE)
async def undo_merge(ctx: Context, id: str) -> Merge:
    """Take a merge of contacts or conversations back."""
    merge = await ctx.services.store.get(Merge, id)
    if merge.kind == "contact":
        return await ctx.services.contacts.undo_merge(id, ctx.actor)
    await ctx.conversation(merge.target)
    return await ctx.services.conversations.undo_merge(id, ctx.actor)


async def _rows(ctx: Context, conversations: list[Conversation]) -> list[ConversationRow]:
    store = ctx.services.store
    names = {}
    for id in {one.contact for one in conversations}:
        contact = await store.peek(Contact, id)
        names[id] = contact.name if contact else ""
    addresses = await _addresses(ctx, {id for id, name in names.items() if not name})
    rows = []
    for one in conversations:
        item = await store.peek(WorkItem, one.work_item) if one.work_item else None
        brief = ContactBrief(id=one.contact, name=names[one.contact], address=addresses.get(one.contact, ""))
        rows.append(ConversationRow(conversation=one, contact=brief, work_item=item))
    return rows


async def _addresses(ctx: Context, contacts: set[str]) -> dict[str, str]:
    """Return what people know contacts by who have no name: where they call or write from."""
    where = {"contact": contacts, "kind": NAMING}
    found = await ctx.services.store.find(Address, where, limit=MOST_ADDRESSES)
    return {one.contact: one.value for one in found if not is_withheld(one)}


async def attachments(ctx: Context, conversation: Conversation, ids: list[str]) -> list[Attachment]:
    """Return files uploaded for this conversation as attachments."""
    found = []
    for index, file_id in enumerate(ids):
        stored = await ctx.services.files.find(file_id)
        if stored is None or stored.conversation not in ("", conversation.id):
            raise InvalidInput(f"There is no file {file_id} here.", field=f"attachments[{index}]")
        found.append(Attachment(file=stored.id, name=stored.name, type=stored.type, size=stored.size))
    return found


ENDPOINTS = [
    list_conversations,
    conversation,
    timeline,
    edit_conversation,
    take,
    mark_read,
    reply,
    note,
    merge_conversation,
    undo_merge,
]
