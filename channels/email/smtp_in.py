"""Takes mail in by SMTP (RFC 5321) and LMTP (RFC 2033), for those whose mail server hands it to us.

A mail is acknowledged once it is stored for good; what cannot be stored now, the other side keeps and
brings again. It is a door for mail servers on the same machine or network: it neither relays, nor
filters, nor encrypts.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from msgspec import Struct

from channels.email.tokens import base_address
from hub.core.errors import HubError, Unavailable
from hub.core.models.mail import Mailbox
from hub.core.ports import Store

log = structlog.get_logger()

Receive = Callable[[bytes, Mailbox, Sequence[str]], Awaitable[object]]
"""Stores a mail that came to a mailbox, sent to these addresses of it; returns once that is durable."""

MOST_RECIPIENTS = 100
LONGEST_LINE = 1 << 20
"""Longer than the 998 characters of RFC 5322: a mail is not lost because its writer did not keep to them."""
IDLE_SECONDS = 300.0

LATER = "451 4.3.0 The mail could not be stored now. Try again later."
UNKNOWN = "550 5.1.1 There is no mailbox with this address here."
TOO_MANY = "452 4.5.3 Too many recipients for one mail."
BUSY = b"421 4.7.0 Too many connections. Try again later.\r\n"
STORED = "250 2.0.0 Stored"
AFTER_DATA = ("552 Error: Too much mail data", "500 Line too long")
"""Beginnings of the library's answers to a mail's end; LMTP wants them once for each recipient."""


class Limits(Struct, frozen=True, kw_only=True):
    """What is refused."""

    mail_bytes: int
    connections: int = 100


class Door:
    """What all connections share: which addresses are ours, who stores mails, how many there are."""

    def __init__(self, store: Store, receive: Receive, limits: Limits, hostname: str) -> None:
        """Take the tenant's store, the receiver, and the name that the server gives itself."""
        self._store = store
        self._receive = receive
        self._limits = limits
        self._hostname = hostname
        self._open: set[asyncio.BaseTransport] = set()

    def greet(self, lmtp: bool) -> asyncio.BaseProtocol:
        """Return what speaks to a new connection."""
        if len(self._open) >= self._limits.connections:
            return _Refusal()
        return (_Lmtp if lmtp else _Smtp)(
            self,
            self._open,
            data_size_limit=self._limits.mail_bytes,
            enable_SMTPUTF8=True,
            hostname=self._hostname,
            ident="Switchboard",
            timeout=IDLE_SECONDS,
            auth_exclude_mechanism=["LOGIN", "PLAIN"],  # there is nothing to sign in to
            loop=asyncio.get_running_loop(),
        )

    def hang_up(self) -> None:
        """Cut all connections; what was not acknowledged comes again."""
        for transport in list(self._open):
            transport.close()

    async def handle_RCPT(
        self, server: "_Connection", session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer whether a mail to this address is taken."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        try:
            mailbox = await self._mailbox(address)
        except Unavailable:
            return LATER
        if mailbox is None:
            return UNKNOWN
        server.boxes[address] = mailbox
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: "_Connection", session: Session, envelope: Envelope) -> str:
        """Store a mail and answer; by LMTP once for each recipient."""
        raw = envelope.original_content or b""
        wanted = [(address, server.boxes[address]) for address in envelope.rcpt_tos]
        if not isinstance(server, LMTP):
            return await self._store_for(raw, wanted)
        return "\r\n".join([await self._store_for(raw, [one]) for one in wanted])

    async def handle_exception(self, error: Exception) -> str:
        """Answer when something broke that should not."""
        log.error("smtp_in_broke", error_type=type(error).__name__, exc_info=error)
        return LATER

    async def _store_for(self, raw: bytes, wanted: Sequence[tuple[str, Mailbox]]) -> str:
        """Store a mail once for each mailbox. If one cannot, all comes again; intake knows the rest."""
        boxes = {mailbox.id: mailbox for _, mailbox in wanted}
        try:
            for mailbox in boxes.values():
                own = [address for address, box in wanted if box.id == mailbox.id]
                await self._receive(raw, mailbox, own)
        except HubError as error:
            log.warning("mail_not_stored", why=error.code)
            return LATER
        except Exception as error:
            log.exception("mail_not_stored", error_type=type(error).__name__)
            return LATER
        return STORED

    async def _mailbox(self, address: str) -> Mailbox | None:
        """Return the active mailbox with this address, as it is or without what follows a plus."""
        boxes = {one.address.lower(): one for one in await self._store.find(Mailbox, {"active": True})}
        return boxes.get(address.lower()) or boxes.get(base_address(address))


class _Connection(SMTP):
    """A connection that is counted while it is open."""

    line_length_limit = LONGEST_LINE

    def __init__(self, door: Door, opened: set[asyncio.BaseTransport], **options: Any) -> None:
        super().__init__(door, **options)
        self._opened = opened
        self._counted: asyncio.BaseTransport | None = None
        self.boxes: dict[str, Mailbox] = {}  # of the addresses that were accepted

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._counted = transport
        self._opened.add(transport)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """End."""
        if self._counted:
            self._opened.discard(self._counted)
        super().connection_lost(error)


class _Smtp(_Connection):
    pass


class _Lmtp(_Connection, LMTP):
    async def push(self, status: Any) -> None:
        """Answer; after a mail was sent, once for each of its recipients."""
        if isinstance(status, str) and status.startswith(AFTER_DATA) and self.envelope:
            status = "\r\n".join([status] * len(self.envelope.rcpt_tos))
        await super().push(status)


class _Refusal(asyncio.Protocol):
    """Says that there are too many connections."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Say so and hang up."""
        if isinstance(transport, asyncio.WriteTransport):
            transport.write(BUSY)
        transport.close()


@asynccontextmanager
async def listening(door: Door, address: str, *, lmtp: bool) -> AsyncIterator[int]:
    """Serve at "host:port" inside the block; yields the port. Raises Unavailable if that is taken."""
    host, _, port = address.rpartition(":")
    loop = asyncio.get_running_loop()
    try:
        server = await loop.create_server(lambda: door.greet(lmtp), host.strip("[]"), int(port))
    except OSError as error:
        option = "email.lmtp_listen" if lmtp else "email.smtp_listen"
        raise Unavailable(
            f"Cannot listen on {address} for mail ({os.strerror(error.errno or 0)}). "
            f"Stop what uses it, or set {option}."
        ) from None
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        door.hang_up()
