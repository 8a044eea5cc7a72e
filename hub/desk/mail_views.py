"""Mails as the desk shows them, one or a timeline's."""

from collections.abc import Sequence

from msgspec.structs import replace

from hub.core.models.conversations import Message
from hub.core.models.delivery import Dispatch
from hub.core.models.mail import Mail
from hub.core.ports import Store
from hub.core.text import remote_pictures
from hub.desk.mail_page import is_in_page
from hub.desk.views import MailView


async def mail_view(store: Store, message: Message) -> MailView:
    """Return all that is known of one message; mail and dispatch are null where there is none."""
    return _view(message, await store.peek(Mail, message.id), await store.peek(Dispatch, message.id))


async def mail_views(store: Store, messages: Sequence[Message]) -> list[MailView]:
    """Return those of the messages that have a mail or dispatch, in their order, without what is large."""
    if not messages:
        return []
    which = {"id": {message.id for message in messages}}
    mails = {mail.id: mail for mail in await store.find(Mail, which)}
    dispatches = {dispatch.id: dispatch for dispatch in await store.find(Dispatch, which)}
    return [
        _short(_view(one, mails.get(one.id), dispatches.get(one.id)))
        for one in messages
        if one.id in mails or one.id in dispatches
    ]


def _view(message: Message, mail: Mail | None, dispatch: Dispatch | None) -> MailView:
    page = mail.html if mail else ""
    return MailView(
        message=message.id,
        mail=mail,
        dispatch=dispatch,
        has_page=bool(page),
        in_page=[file.file for file in message.attachments if is_in_page(file, page)],
        remote_pictures=len(remote_pictures(page)),
        has_quoted=bool(mail and mail.quoted),
    )


def _short(view: MailView) -> MailView:
    return replace(view, mail=replace(view.mail, html="", quoted="")) if view.mail else view
