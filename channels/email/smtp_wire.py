"""The wire of SMTP (RFC 5321) on the side that takes mail: commands and mails in, replies out.

Our own, because the library there is keeps each line of a mail as an object of its own, several times the
mail's size and that of however many mails at once; and it took a third of the time of taking a mail in.
"""

import asyncio
import re
from enum import Enum
from io import BytesIO

from msgspec import Struct

from channels.email.room import Share

LONGEST_COMMAND = 2048
"""Bytes; RFC 5321 asks for 512, and for more with extensions."""
CHUNK = 64 << 10
_COMMAND = re.compile(r"([A-Za-z]{4})(?:[ \t]+(.*))?", re.DOTALL)
_HELD = (b"\r\n.\r", b"\r\n.", b"\r\n", b"\r")
"""With what the end of a mail, or a line with a dot in front, may begin; the longest first."""


class Command(Struct, frozen=True):
    """A command's verb in upper case and what follows it; no verb for what is no command."""

    verb: str
    rest: str = ""


class Lost(Enum):
    """Why a mail was read to its end and not kept."""

    TOO_LARGE = "too_large"
    NO_ROOM = "no_room"


class Wire:
    """One connection. Reading raises EOFError, OSError or TimeoutError when the other side is gone."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, idle: float) -> None:
        """Take the streams, and how many seconds the other side may be silent."""
        self._reader = reader
        self._writer = writer
        self._idle = idle
        self._rest = b""
        self._said = b""

    def say(self, reply: str) -> None:
        """Send a reply of one or more lines, with others before the next reading (RFC 2920, 3.2)."""
        self._said += reply.encode("utf-8", "replace") + b"\r\n"

    async def flush(self) -> None:
        """Send what was said."""
        if self._said:
            said, self._said = self._said, b""
            self._writer.write(said)
            await self._writer.drain()

    async def command(self) -> Command:
        """Return the next command."""
        too_long = False
        while (end := self._rest.find(b"\n")) < 0:
            if len(self._rest) > LONGEST_COMMAND:
                self._rest, too_long = b"", True
            self._rest += await self._more()
        line, self._rest = self._rest[:end], self._rest[end + 1 :]
        if too_long or len(line) > LONGEST_COMMAND:
            return Command("")
        try:
            found = _COMMAND.fullmatch(line.decode().strip())
        except UnicodeDecodeError:
            return Command("")
        return Command(found[1].upper(), found[2] or "") if found else Command("")

    async def mail(self, largest: int, share: Share) -> bytes | Lost:
        """Return the mail up to the dot that ends it, with the dots gone that the sender put before others.

        Only a dot between two CRLF ends a mail: where less does, a sender can make two mails of one.
        """
        kept, size = BytesIO(), -2
        lost: Lost | None = None
        unread = b"\r\n" + self._rest  # so that the first line is like the others
        while True:
            end = unread.find(b"\r\n.\r\n")
            cut = end + 2 if end >= 0 else len(unread) - _held(unread)
            piece, unread = unread[:cut].replace(b"\r\n.", b"\r\n"), unread[cut:]
            lost = lost or _trouble(size + len(piece), largest, share)
            if lost:
                kept = BytesIO()
                share.give_back()
            else:
                kept.write(memoryview(piece)[2 if size < 0 else 0 :])
            size += len(piece)
            if end >= 0:
                self._rest = unread[3:]
                return lost or kept.getvalue()  # no copy: it is the buffer itself
            unread += await self._more()

    async def _more(self) -> bytes:
        await self.flush()
        async with asyncio.timeout(self._idle):
            data = await self._reader.read(CHUNK)
        if not data:
            raise EOFError
        return data


def _trouble(size: int, largest: int, share: Share) -> Lost | None:
    if size > largest:
        return Lost.TOO_LARGE
    return None if share.fits(size) else Lost.NO_ROOM


def _held(data: bytes) -> int:
    """Return how many bytes at the end can only be judged with those that follow."""
    return next((len(one) for one in _HELD if data.endswith(one)), 0)
