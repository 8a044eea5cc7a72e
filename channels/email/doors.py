"""The addresses at which mail servers hand mail in, as the configuration says: open, or why not."""

import asyncio
from contextlib import AsyncExitStack

import structlog

from channels.email.mailboxes import Mailboxes
from channels.email.smtp_in import Door, Limits, Receive, listening
from hub.core.clock import Clock
from hub.core.config import Email, size
from hub.core.errors import Unavailable
from hub.core.models.checks import LinkState, LinkStatus
from hub.core.models.contacts import Channel
from hub.core.models.mail import Mailbox
from hub.core.models.reasons import Reason

log = structlog.get_logger()

SMTP, LMTP = "smtp_in", "lmtp"


class Doors:
    """Where we listen by SMTP and LMTP, for all mailboxes."""

    def __init__(
        self, mailboxes: Mailboxes, receive: Receive, config: Email, clock: Clock, *, host: str
    ) -> None:
        """Take what knows our addresses and what stores mails; `host` is what we call ourselves."""
        limits = Limits(mail_bytes=size(config.largest), connections=config.connections)
        self._door = Door(mailboxes, receive, limits, host)
        wanted = {SMTP: config.smtp_listen, LMTP: config.lmtp_listen}
        self._addresses = {link: address for link, address in wanted.items() if address}
        self._clock = clock
        self._since = clock.now()
        self._state = LinkState.CONNECTING
        self._reason: Reason | None = None

    async def run(self) -> None:
        """Take mail in until cancelled. Raises Unavailable if an address is taken."""
        async with AsyncExitStack() as stack:
            for link, address in self._addresses.items():
                try:
                    opening = listening(self._door, address, lmtp=link == LMTP)
                    port = await stack.enter_async_context(opening)
                except Unavailable:
                    self._set(LinkState.DOWN, Reason("door_shut", {"address": address}))
                    raise
                log.info("mail_door_open", protocol=link, port=port)
            if not self._addresses:
                return
            self._set(LinkState.UP)
            try:
                await asyncio.get_running_loop().create_future()  # until cancelled
            finally:
                self._set(LinkState.OFF)

    def links(self, box: Mailbox) -> list[LinkStatus]:
        """Return how mail comes in of a mailbox that is not read."""
        if box.imap:
            return []
        if not self._addresses:
            return [self._link(box, SMTP, LinkState.DOWN, Reason("no_door"))]
        return [self._link(box, link, self._state, self._reason) for link in self._addresses]

    def _link(self, box: Mailbox, link: str, state: LinkState, reason: Reason | None) -> LinkStatus:
        return LinkStatus(
            entry_point=box.entry_point,
            channel=Channel.EMAIL,
            link=link,
            name=self._addresses.get(link, ""),
            state=state,
            since=self._since if self._addresses else None,
            reason=reason,
        )

    def _set(self, state: LinkState, reason: Reason | None = None) -> None:
        if state is not self._state:
            self._since = self._clock.now()
        self._state, self._reason = state, reason
