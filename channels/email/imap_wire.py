"""The wire of IMAP (RFC 9051, and RFC 3501 before it): commands out, lines and literals in.

Our own, because of the clients there are one is under a licence (GPL) that ours does not go with, and the
others block a thread for each mailbox. It knows only what a reader of mail needs, not what answers mean.
"""

import asyncio
import base64
import binascii
import re
import ssl
from contextlib import suppress
from itertools import count

from msgspec import Struct

PATIENCE = 180.0
"""Seconds that a server may be silent in the midst of an answer."""
LONGEST_LINE = 16 << 20
"""Bytes; the answer to a search in a large folder is one line."""
LARGEST_LITERAL = 512 << 20
CHUNK = 64 << 10

_LITERAL = re.compile(rb"\{(\d+)\}$")
_EXISTS = re.compile(rb"\d+ EXISTS$", re.IGNORECASE)


class Broken(Exception):
    """The connection is gone, or the server does not speak IMAP."""


class Response(Struct, frozen=True):
    """The end of a command: `result` is OK, NO or BAD. Literals among the lines are bytearrays.

    Lines come without their star; the last one is what the server said at the end.
    """

    result: str
    lines: list[bytes | bytearray]


class Imap:
    """One connection. `news` says that mail arrived since it was set to False; `bye` is its last word."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.news = False
        self.bye = ""
        self.refusal = ""
        """Why the server refused a token, in its words."""
        self._reader = reader
        self._writer = writer
        self._plain: asyncio.StreamWriter | None = None
        self._tags = count(1)
        self._capabilities: frozenset[str] = frozenset()

    @classmethod
    async def open(cls, host: str, port: int, context: ssl.SSLContext | None) -> "Imap":
        """Connect and hear the greeting. Raises OSError, Broken or TimeoutError."""
        reader, writer = await asyncio.open_connection(host, port, ssl=context, limit=LONGEST_LINE)
        imap = cls(reader, writer)
        try:
            greeting = await imap._line()
            if not greeting.upper().startswith((b"* OK", b"* PREAUTH")):
                raise Broken(greeting[2:].decode("utf-8", "replace")[:200])
            await imap.ask_capabilities()
        except BaseException:
            imap.drop()
            raise
        return imap

    def has_capability(self, name: str) -> bool:
        """Say whether the server announced something."""
        return name.upper() in self._capabilities

    async def ask_capabilities(self) -> None:
        """Learn what the server can do now: many tell all only after the sign-in."""
        response = await self.command("CAPABILITY")
        for line in response.lines[:-1]:
            if line.upper().startswith(b"CAPABILITY "):
                self._capabilities = frozenset(line.decode("ascii", "replace").upper().split()[1:])

    async def start_tls(self, host: str, context: ssl.SSLContext) -> None:
        """Go on under TLS (RFC 9051, 6.2.1). What came before in the clear is forgotten. Raises Broken."""
        response = await self.command("STARTTLS")
        if response.result != "OK":
            raise Broken("The server does not offer STARTTLS.")
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(limit=LONGEST_LINE)
        protocol = asyncio.StreamReaderProtocol(reader)
        transport = await loop.start_tls(self._writer.transport, protocol, context, server_hostname=host)
        if transport is None:
            raise Broken("The connection broke.")
        protocol.connection_made(transport)
        self._plain = self._writer  # closes the connection if nobody refers to it
        self._reader, self._writer = reader, asyncio.StreamWriter(transport, protocol, reader, loop)
        await self.ask_capabilities()

    async def authenticate(self, mechanism: str, answer: bytes) -> Response:
        """Sign in by SASL with one answer (RFC 4616, XOAUTH2)."""
        said = base64.b64encode(answer)
        if self.has_capability("SASL-IR"):  # RFC 4959
            return await self.command(f"AUTHENTICATE {mechanism} {said.decode()}")
        return await self.command(f"AUTHENTICATE {mechanism}", [said])

    async def command(self, command: str, answers: list[bytes] | None = None) -> Response:
        """Send a command; return what came until its end. `answers` are for each "+" of the server."""
        tag = await self._send(command)
        left = list(answers or [])
        lines: list[bytes | bytearray] = []
        while True:
            line = await self._line()
            if line.startswith(b"+"):
                self.refusal = _decoded(line[1:].strip())
                self._writer.write((left.pop(0) if left else b"") + b"\r\n")
            elif line.startswith(b"* "):
                lines += await self._untagged(line[2:])
            elif line.startswith(tag + b" "):
                result, _, words = line[len(tag) + 1 :].partition(b" ")
                return Response(result.decode("ascii", "replace").upper(), [*lines, words])

    async def idle(self, seconds: float) -> None:
        """Wait until the server tells of something, or so many seconds (RFC 2177)."""
        tag = await self._send("IDLE")
        while not (line := await self._line()).startswith(b"+"):
            if line.startswith(tag):
                raise Broken(line.decode("utf-8", "replace")[:200])
            await self._untagged(line[2:])
        if not self.news:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._untagged((await self._read_line())[2:])
        self._writer.write(b"DONE\r\n")
        while not (line := await self._line()).startswith(tag):
            await self._untagged(line[2:])

    def drop(self) -> None:
        """Let go of the connection."""
        self._writer.transport.abort()

    async def _send(self, command: str) -> bytes:
        if not command.isascii() or "\r" in command or "\n" in command:
            raise ValueError("An IMAP command is one line of ASCII.")
        tag = f"S{next(self._tags)}"
        self._writer.write(f"{tag} {command}\r\n".encode())
        return tag.encode()

    async def _untagged(self, line: bytes) -> list[bytes | bytearray]:
        """Return a line with its literals and what follows them, and note what it tells."""
        if _EXISTS.match(line):
            self.news = True
        if line[:4].upper() == b"BYE ":
            self.bye = line[4:].decode("utf-8", "replace")
        parts: list[bytes | bytearray] = [line]
        while literal := _LITERAL.search(line):
            parts.append(await self._literal(int(literal[1])))
            line = await self._line()
            parts.append(line)
        return parts

    async def _literal(self, size: int) -> bytearray:
        if size > LARGEST_LITERAL:
            raise Broken(f"The server sent a literal of {size} bytes.")
        data = bytearray()
        while len(data) < size:
            async with asyncio.timeout(PATIENCE):
                chunk = await self._reader.read(min(CHUNK, size - len(data)))
            if not chunk:
                raise Broken("The connection broke.")
            data += chunk
        return data

    async def _line(self) -> bytes:
        async with asyncio.timeout(PATIENCE):
            return await self._read_line()

    async def _read_line(self) -> bytes:
        """Return the next line without its end. A line that is waited for in vain is not lost."""
        try:
            return (await self._reader.readuntil(b"\n")).rstrip(b"\r\n")
        except (asyncio.IncompleteReadError, OSError):
            raise Broken("The connection broke.") from None
        except asyncio.LimitOverrunError:
            raise Broken("The server sent a line without end.") from None


def _decoded(line: bytes) -> str:
    try:
        return base64.b64decode(line, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return line.decode("utf-8", "replace")
