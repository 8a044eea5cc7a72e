"""One IMAP connection: signing in, finding, fetching, marking, waiting. All errors are ImapError."""

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TypeVar

from msgspec import Struct

from channels.email.imap_wire import Broken, Imap, Response
from channels.email.modified_utf7 import encoded, quoted
from hub.core.models.mail import ImapAccount, Security

T = TypeVar("T")

HELLO_SECONDS = 20.0
ANSWER_SECONDS = 60.0
"""How long a server may be silent in the midst of a command."""
SEARCH_SECONDS = 180.0

_VALIDITY = re.compile(rb"UIDVALIDITY (\d+)")
_NEXT = re.compile(rb"UIDNEXT (\d+)")
_MESSAGE = re.compile(rb"\d+ FETCH \(")
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")


class ImapError(Exception):
    """The server cannot be reached, refuses, or broke off: `key` says which, `detail` in its words.

    Keys: imap_dns, imap_unreachable, imap_tls, imap_login (the sign-in), imap_folder, imap_lost, imap_silent,
    imap_error.
    """

    def __init__(self, key: str, detail: str) -> None:
        super().__init__(f"{key}: {detail}")
        self.key = key
        self.detail = detail


class Folder(Struct, frozen=True, kw_only=True):
    """What a server says of a folder when it is opened."""

    uid_validity: int
    uid_next: int


class Login(Struct, frozen=True, kw_only=True):
    """How to sign in: with a password, or with an access token."""

    password: str = ""
    token: str = ""


class ImapClient:
    """A signed-in connection with a folder open."""

    def __init__(self, imap: Imap) -> None:
        self._imap = imap

    @property
    def news(self) -> bool:
        """Say whether the server spoke of new mail since this was set to False."""
        return self._imap.news

    @news.setter
    def news(self, value: bool) -> None:
        self._imap.news = value

    @property
    def can_idle(self) -> bool:
        """Say whether the server tells of new mail by itself (RFC 2177)."""
        return self._imap.has_capability("IDLE")

    async def sign_in(self, user: str, login: Login) -> None:
        """Sign in. What a server that offers neither way says is in the error."""
        response = await self._answer(self._signed_in(user, login))
        if response.result != "OK":
            raise ImapError("imap_login", (login.token and self._imap.refusal) or _words(response))
        await self._answer(self._imap.ask_capabilities())

    async def _signed_in(self, user: str, login: Login) -> Response:
        if login.token:
            answer = f"user={user}\x01auth=Bearer {login.token}\x01\x01"
            return await self._imap.authenticate("XOAUTH2", answer.encode())
        if self._imap.has_capability("AUTH=PLAIN"):  # takes any characters
            return await self._imap.authenticate("PLAIN", f"\0{user}\0{login.password}".encode())
        return await self._imap.command(f"LOGIN {quoted(user)} {quoted(login.password)}")

    async def open(self, folder: str) -> Folder:
        """Open a folder to read and mark in it."""
        response = await self._answer(self._imap.command(f"SELECT {quoted(encoded(folder))}"))
        if response.result != "OK":
            raise ImapError("imap_folder", _words(response))
        said = b"\n".join(bytes(line) for line in response.lines)
        validity, following = _VALIDITY.search(said), _NEXT.search(said)
        return Folder(
            uid_validity=int(validity[1]) if validity else 0, uid_next=int(following[1]) if following else 0
        )

    async def search(self, criteria: str) -> list[int]:
        """Return the UIDs of the messages that match, in order."""
        response = self._good(
            await self._answer(self._imap.command(f"UID SEARCH {criteria}"), SEARCH_SECONDS)
        )
        found = [line for line in response.lines[:-1] if line.upper().startswith(b"SEARCH")]
        return sorted({int(word) for line in found for word in line.split() if word.isdigit()})

    async def sizes(self, uids: Iterable[int]) -> dict[int, int]:
        """Return how many bytes the messages have; those that are gone are left out."""
        response = self._good(await self._answer(self._fetched(uids, "(UID RFC822.SIZE)"), None))
        found: dict[int, int] = {}
        for line in response.lines:
            uid, size = _UID.search(line), _SIZE.search(line)
            if uid and size:
                found[int(uid[1])] = int(size[1])
        return found

    async def fetch(self, uids: Iterable[int], section: str = "") -> dict[int, bytes]:
        """Return the messages' bytes, or a section of each such as HEADER, without marking them as read."""
        command = self._fetched(uids, f"(UID BODY.PEEK[{section}])")
        response = self._good(await self._answer(command, None))
        found: dict[int, bytes] = {}
        uid, body = 0, None
        for line in response.lines:
            if isinstance(line, bytearray):
                body = bytes(line)
                continue
            if _MESSAGE.match(line):
                uid, body = 0, None
            named = _UID.search(line)
            uid = int(named[1]) if named and not uid else uid
            if uid and body is not None:
                found[uid], uid, body = body, 0, None
        return found

    async def mark(self, uids: Iterable[int], flag: str = r"\Seen") -> None:
        """Set a flag on messages."""
        self._good(await self._answer(self._imap.command(f"UID STORE {_set(uids)} +FLAGS.SILENT ({flag})")))

    async def wait(self, seconds: float, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Return when the server tells of something, or after so many seconds; poll if it cannot tell."""
        if self._imap.has_capability("IDLE"):
            await self._idle(seconds)
        else:
            await sleep(min(seconds, ANSWER_SECONDS))
            await self._answer(self._imap.command("NOOP"))

    async def _idle(self, seconds: float) -> None:
        await self._answer(self._imap.idle(seconds), seconds + ANSWER_SECONDS)

    def _fetched(self, uids: Iterable[int], what: str) -> Awaitable[Response]:
        return self._imap.command(f"UID FETCH {_set(uids)} {what}")

    async def _answer(self, command: Awaitable[T], seconds: float | None = ANSWER_SECONDS) -> T:
        """Wait for a command's end. Without `seconds` it may take as long as data keeps coming."""
        try:
            async with asyncio.timeout(seconds):
                return await command
        except TimeoutError:
            raise ImapError("imap_silent", "The server did not answer in time.") from None
        except (Broken, OSError) as error:
            raise ImapError("imap_lost", self._imap.bye or str(error)) from None
        except ValueError as error:
            raise ImapError("imap_error", str(error)) from None

    def _good(self, response: Response) -> Response:
        if response.result != "OK":
            raise ImapError("imap_error", _words(response))
        return response


@asynccontextmanager
async def connected(account: ImapAccount, context: ssl.SSLContext | None = None) -> AsyncIterator[ImapClient]:
    """Connect, protected as the account says; the connection ends with the block. Raises ImapError.

    `context` trusts the public authorities if it is not given.
    """
    if context is None and account.security is not Security.NONE:
        context = await asyncio.to_thread(ssl.create_default_context)
    imap: Imap | None = None
    try:
        try:
            async with asyncio.timeout(HELLO_SECONDS):
                tls = context if account.security is Security.TLS else None
                imap = await Imap.open(account.host, account.port, tls)
                if account.security is Security.STARTTLS and context is not None:
                    await imap.start_tls(account.host, context)
        except ssl.SSLError as error:
            raise ImapError("imap_tls", _ssl_words(error)) from None
        except Broken as error:
            raise ImapError("imap_lost" if imap is None else "imap_tls", str(error)) from None
        except TimeoutError:
            raise ImapError("imap_silent", "The server did not greet us in time.") from None
        except socket.gaierror as error:
            raise ImapError("imap_dns", error.strerror or str(error)) from None
        except OSError as error:
            raise ImapError("imap_unreachable", error.strerror or str(error)) from None
        yield ImapClient(imap)
    finally:
        if imap is not None:
            imap.drop()


def _set(uids: Iterable[int]) -> str:
    """Return UIDs as a sequence set (RFC 9051), neighbours as ranges."""
    ranges: list[list[int]] = []
    for uid in sorted(uids):
        if ranges and uid == ranges[-1][1] + 1:
            ranges[-1][1] = uid
        else:
            ranges.append([uid, uid])
    return ",".join(str(start) if start == end else f"{start}:{end}" for start, end in ranges)


def _words(response: Response) -> str:
    """Return what the server said at the end of a command."""
    return bytes(response.lines[-1]).decode("utf-8", "replace")[:500] if response.lines else response.result


def _ssl_words(error: ssl.SSLError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    return error.reason or str(error)
