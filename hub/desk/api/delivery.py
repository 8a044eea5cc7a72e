"""Messages on their way out and what came in but could not be taken: seen, called back, tried again."""

from datetime import datetime

from msgspec import Struct

from hub.core.errors import NotAllowed
from hub.core.models.conversations import Message
from hub.core.models.delivery import Dispatch
from hub.core.models.mail import Mail, Quarantined
from hub.core.permissions import Permission
from hub.desk.context import Context
from hub.desk.endpoint import Download, Page, endpoint
from hub.desk.mail_page import mail_page
from hub.desk.mail_views import mail_view
from hub.desk.views import MailView, View
from hub.services.ways import Way, ways_to

READ, WRITE, MANAGE = Permission.CONVERSATIONS_READ, Permission.CONVERSATIONS_WRITE, Permission.WORK_MANAGE
PAGE = 100


class PageQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whether the hub fetches the pictures that the mail has on the internet."""

    pictures: bool = False


class QuarantineQuery(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which part of the list: older than a time."""

    before: datetime | None = None


class QuarantinePage(View, frozen=True, kw_only=True):
    """Part of the list, newest first; give `next` as `before` to get what follows."""

    items: list[Quarantined]
    next: datetime | None


@endpoint("GET", "/conversations/{id}/ways", permission=READ)
async def list_ways(ctx: Context, id: str) -> list[Way]:
    """Return the ways to answer: the customer's addresses, each from an entry point of ours."""
    return await ways_to(ctx.services.store, await ctx.conversation(id))


@endpoint("GET", "/messages/{id}/mail", permission=READ)
async def message_mail(ctx: Context, id: str) -> MailView:
    """Return a message's mail head and delivery; either is null where there is none."""
    return await mail_view(ctx.services.store, await _message(ctx, id))


@endpoint("GET", "/messages/{id}/page", permission=READ)
async def message_page(ctx: Context, id: str, query: PageQuery) -> Page:
    """Return a mail as its sender designed it, as a page for a frame."""
    message = await _message(ctx, id)
    mail = await ctx.services.store.get(Mail, id)
    return await mail_page(ctx.services.files, message, mail, ctx.deps.pictures if query.pictures else None)


@endpoint("POST", "/messages/{id}/send-again", permission=WRITE)
async def send_again(ctx: Context, id: str) -> Dispatch:
    """Send a message again that failed, or of which nobody knows whether it arrived."""
    await _own_message(ctx, id)
    return await ctx.services.deliveries.again(id, ctx.actor)


@endpoint("POST", "/messages/{id}/call-back", permission=WRITE)
async def call_back(ctx: Context, id: str) -> Dispatch:
    """Keep a message from being sent that has not been handed over yet."""
    await _own_message(ctx, id)
    return await ctx.services.deliveries.call_back(id, ctx.actor)


@endpoint("GET", "/quarantine", permission=MANAGE)
async def list_quarantine(ctx: Context, query: QuarantineQuery) -> QuarantinePage:
    """Return what came in and could not be taken in, with the reason."""
    found = await ctx.services.store.find(
        Quarantined, order="at", descending=True, below=query.before, limit=PAGE
    )
    return QuarantinePage(items=found, next=found[-1].at if len(found) == PAGE else None)


@endpoint("GET", "/quarantine/{id}/file", permission=MANAGE)
async def quarantined_file(ctx: Context, id: str) -> Download:
    """Return the bytes that could not be taken in, as a download."""
    found = await ctx.services.store.get(Quarantined, id)
    stored, data = await ctx.services.files.get(found.file.file)
    return Download(data=data, type="application/octet-stream", name=stored.name)


@endpoint("POST", "/quarantine/{id}/retry", permission=MANAGE)
async def retry_quarantined(ctx: Context, id: str) -> None:
    """Try once more to take it in; it leaves the list when that succeeds."""
    found = await ctx.services.store.get(Quarantined, id)
    await ctx.deps.channels.take_in(found)
    await ctx.services.quarantine.remove(id, ctx.actor, "taken_in")


@endpoint("DELETE", "/quarantine/{id}", permission=MANAGE)
async def delete_quarantined(ctx: Context, id: str) -> None:
    """Take it off the list for good."""
    await ctx.services.store.get(Quarantined, id)
    await ctx.services.quarantine.remove(id, ctx.actor, "deleted")


async def _message(ctx: Context, id: str) -> Message:
    message = await ctx.services.store.get(Message, id)
    await ctx.conversation(message.conversation)
    return message


async def _own_message(ctx: Context, id: str) -> Message:
    """Return a message whose fate the caller may decide: its author, the conversation's agent, a manager."""
    message = await ctx.services.store.get(Message, id)
    conversation = await ctx.conversation(message.conversation)
    if ctx.actor not in {message.author.id, conversation.agent} and not ctx.has(MANAGE):
        raise NotAllowed("You neither wrote this message nor have its conversation. Take it first.")
    return message


ENDPOINTS = [
    list_ways,
    message_mail,
    message_page,
    send_again,
    call_back,
    list_quarantine,
    quarantined_file,
    retry_quarantined,
    delete_quarantined,
]
