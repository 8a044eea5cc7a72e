"""Takes mail in by SMTP (RFC 5321) and LMTP (RFC 2033), for those whose mail server hands it to us.

A mail is acknowledged once it is stored for good; what cannot be stored now, the other side keeps and
brings again. It is a door for mail servers on the same machine or network: it neither relays, nor
filters, nor encrypts.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial

import structlog
from msgspec import Struct

from channels.email.mailboxes import Mailboxes
from channels.email.room import Room
from channels.email.smtp_dialogue import Dialogue, Terms
from channels.email.smtp_wire import Wire
from hub.core.errors import HubError, Unavailable
from hub.core.models.mail import Mailbox

log = structlog.get_logger()

Receive = Callable[[bytes, Mailbox, Sequence[str]], Awaitable[object]]
"""Stores a mail that came to a mailbox, sent to these addresses of it; returns once that is durable."""

IDLE_SECONDS = 300.0

LATER = "451 4.3.0 The mail could not be stored now. Try again later."
BUSY = "421 4.7.0 Too many connections. Try again later."
STORED = "250 2.0.0 Stored"


class Limits(Struct, frozen=True, kw_only=True):
    """What is refused. Beside the largest mail there is room for so many bytes of others."""

    mail_bytes: int
    beside: int = 32 << 20
    connections: int = 100


class Door:
    """What all connections share: which addresses are ours, who stores mails, how much there may be."""

    def __init__(self, mailboxes: Mailboxes, receive: Receive, limits: Limits, hostname: str) -> None:
        """Take whose mail is taken, the receiver, and the name that the server gives itself."""
        self._receive = receive
        self._most = limits.connections
        self._open: set[asyncio.StreamWriter] = set()
        self._terms = Terms(
            mailboxes=mailboxes,
            store=self._store,
            room=Room(limits.mail_bytes + limits.beside),
            largest=limits.mail_bytes,
            hostname=hostname,
        )

    async def serve(self, lmtp: bool, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Talk with another mail server until it has gone. Raises nothing."""
        wire = Wire(reader, writer, IDLE_SECONDS)
        try:
            if len(self._open) >= self._most:
                wire.say(BUSY)
                return await wire.flush()
            self._open.add(writer)
            await Dialogue(wire, self._terms, lmtp).run()
        except (EOFError, OSError, TimeoutError):
            pass  # it has gone; what was not acknowledged comes again
        except Exception as error:
            log.exception("smtp_in_broke", error_type=type(error).__name__)
        finally:
            self._open.discard(writer)
            writer.close()

    def hang_up(self) -> None:
        """Cut all connections; what was not acknowledged comes again."""
        for writer in list(self._open):
            writer.close()

    async def _store(self, raw: bytes, wanted: Sequence[tuple[str, Mailbox]]) -> str:
        """Store a mail once for each mailbox; return the reply. If one cannot, all comes again.

        Intake knows those that were stored then.
        """
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


@asynccontextmanager
async def listening(door: Door, address: str, *, lmtp: bool) -> AsyncIterator[int]:
    """Serve at "host:port" inside the block; yields the port. Raises Unavailable if that is taken."""
    host, _, port = address.rpartition(":")
    try:
        server = await asyncio.start_server(partial(door.serve, lmtp), host.strip("[]"), int(port))
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
