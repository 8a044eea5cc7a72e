"""Looks whether a mail whose handing-over broke off is among those that the provider filed as sent."""

from collections.abc import Awaitable, Callable

import structlog

from channels.email.imap_client import ImapError, Login, connected
from channels.email.modified_utf7 import quoted
from hub.core.models.mail import Mailbox

log = structlog.get_logger()


async def was_sent(login: Callable[[], Awaitable[Login]], mailbox: Mailbox, message_id: str) -> bool:
    """Say whether the folder of sent mail has a mail of this Message-ID; False also if it cannot be asked."""
    account = mailbox.imap
    if account is None or not account.sent_folder:
        return False
    try:
        async with connected(account) as client:
            await client.sign_in(account.user, await login())
            await client.open(account.sent_folder)
            return bool(await client.search(f"HEADER Message-ID {quoted(message_id)}"))
    except ImapError as error:
        log.warning("sent_folder_not_asked", mailbox=mailbox.id, why=error.key)
        return False
