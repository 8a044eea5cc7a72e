"""What is said to a mail server that hands mail in, by SMTP (RFC 5321) or LMTP (RFC 2033)."""

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence

from msgspec import Struct

from channels.email.mailboxes import Mailboxes
from channels.email.room import NoRoom, Room
from channels.email.smtp_wire import Command, Lost, Wire
from hub.core.errors import Unavailable
from hub.core.models.mail import Mailbox

Store = Callable[[bytes, Sequence[tuple[str, Mailbox]]], Awaitable[str]]
"""Stores a mail for these addresses and their mailboxes; returns the reply."""

MOST_RECIPIENTS = 100
MOST_ERRORS = 50
"""Commands that were refused, after which somebody else should have the connection."""
PATIENCE = 60.0
"""Seconds that a mail waits for room."""

OK = "250 2.0.0 OK"
UNKNOWN = "550 5.1.1 There is no mailbox with this address here."
TOO_MANY = "452 4.5.3 Too many recipients for one mail."
TOO_LARGE = "552 5.3.4 The mail is too large."
NO_ROOM = "452 4.3.1 Too much mail at once. Try again shortly."
NOT_NOW = "451 4.3.0 Mailboxes cannot be looked up now. Try again later."
ENOUGH = "421 4.7.0 Too many errors."
_LOST = {Lost.TOO_LARGE: TOO_LARGE, Lost.NO_ROOM: NO_ROOM}
_PATH = r'\s*(?:<(?P<path>(?:"(?:[^"\\]|\\.)*"|[^<>"])*)>|(?P<bare>[^\s<>]+))(?:\s+(?P<parameters>.*))?'
_FROM = re.compile(r"FROM:" + _PATH, re.IGNORECASE | re.DOTALL)
_TO = re.compile(r"TO:" + _PATH, re.IGNORECASE | re.DOTALL)
_BODIES = ("7BIT", "8BITMIME")


class Terms(Struct, frozen=True, kw_only=True):
    """What is the same for all connections; `largest` in bytes."""

    mailboxes: Mailboxes
    store: Store
    room: Room
    largest: int
    hostname: str


class Dialogue:
    """One connection: who greeted us, and the mail that is being handed in."""

    def __init__(self, wire: Wire, terms: Terms, lmtp: bool) -> None:
        """Take the connection and what holds for all of them."""
        self._wire = wire
        self._terms = terms
        self._lmtp = lmtp
        self._greeted = False
        self._errors = 0
        self._forget()

    def _forget(self) -> None:
        """Begin without a mail."""
        self._from: str | None = None
        self._size = 0
        self._to: list[tuple[str, Mailbox]] = []

    async def run(self) -> None:
        """Talk until the other side has had enough, or we have."""
        self._wire.say(f"220 {self._terms.hostname} {'LMTP' if self._lmtp else 'ESMTP'} Switchboard")
        while True:
            command = await self._wire.command()
            if command.verb == "QUIT":
                self._wire.say("221 2.0.0 Bye")
                return await self._wire.flush()
            reply = await self._answer(command)
            self._wire.say(reply)
            self._errors += reply[0] == "5"
            if self._errors > MOST_ERRORS:
                self._wire.say(ENOUGH)
                return await self._wire.flush()

    async def _answer(self, command: Command) -> str:
        match command.verb:
            case "HELO" | "EHLO" | "LHLO":
                return self._greet(command)
            case "MAIL":
                return self._begin(command.rest)
            case "RCPT":
                return await self._recipient(command.rest)
            case "DATA":
                return await self._data(command.rest)
            case "RSET":
                self._forget()
                return OK
            case "NOOP":
                return OK
            case "VRFY":
                return "252 2.1.5 Send a mail and see."
            case "":
                return "500 5.5.2 That is no command."
        return "502 5.5.1 This command is not known here."

    def _greet(self, command: Command) -> str:
        if (command.verb == "LHLO") is not self._lmtp:
            return "502 5.5.1 " + ("Say LHLO: this is LMTP." if self._lmtp else "Say EHLO: this is SMTP.")
        if not command.rest:
            return f"501 5.5.4 Say {command.verb} and your name."
        self._greeted = True
        self._forget()
        if command.verb == "HELO":
            return f"250 {self._terms.hostname}"
        offers = (f"SIZE {self._terms.largest}", "8BITMIME", "SMTPUTF8", "PIPELINING", "ENHANCEDSTATUSCODES")
        lines = (self._terms.hostname, *offers)
        return "\r\n".join([*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}"])

    def _begin(self, rest: str) -> str:
        found = _FROM.fullmatch(rest)
        if not self._greeted:
            return f"503 5.5.1 Say {'LHLO' if self._lmtp else 'EHLO'} first."
        if self._from is not None:
            return "503 5.5.1 There is a mail already. Say RSET to begin anew."
        if found is None:
            return "501 5.5.4 Say MAIL FROM:<address>."
        given = _parameters(found["parameters"])
        size = given.get("SIZE", "0")
        if not (size.isdecimal() and size.isascii()) or given.get("BODY", _BODIES[0]).upper() not in _BODIES:
            return "501 5.5.4 SIZE or BODY cannot be read."
        if unknown := given.keys() - {"SIZE", "BODY", "SMTPUTF8"}:
            return f"555 5.5.4 Not known here: {', '.join(sorted(unknown))[:100]}."
        if int(size[:20]) > self._terms.largest:
            return TOO_LARGE
        self._from, self._size = found["path"] or found["bare"] or "", int(size)
        return "250 2.1.0 OK"

    async def _recipient(self, rest: str) -> str:
        """Answer whether a mail to this address is taken."""
        found = _TO.fullmatch(rest)
        if self._from is None:
            return "503 5.5.1 Say MAIL first."
        if found is None:
            return "501 5.5.4 Say RCPT TO:<address>."
        if found["parameters"]:
            return "555 5.5.4 No parameters are known here."
        if len(self._to) >= MOST_RECIPIENTS:
            return TOO_MANY
        address = _without_route(found["path"] or found["bare"] or "")
        try:
            mailbox = await self._terms.mailboxes.at(address)
        except Unavailable:
            return NOT_NOW
        if mailbox is None:
            return UNKNOWN
        self._to.append((address, mailbox))
        return "250 2.1.5 OK"

    async def _data(self, rest: str) -> str:
        """Read a mail, store it, and answer; by LMTP once for each recipient."""
        if not self._to:
            return "503 5.5.1 Say RCPT first."
        if rest:
            return "501 5.5.4 DATA has no parameters."
        try:
            async with self._terms.room.share(self._size, PATIENCE) as share:
                self._wire.say("354 End with a dot on a line of its own.")
                raw = await self._wire.mail(self._terms.largest, share)
                return await self._stored(raw)
        except NoRoom:
            return NO_ROOM
        finally:
            self._forget()

    async def _stored(self, raw: bytes | Lost) -> str:
        each = [[one] for one in self._to] if self._lmtp else [self._to]
        if isinstance(raw, Lost):
            return "\r\n".join([_LOST[raw]] * len(each))
        return "\r\n".join([await self._terms.store(raw, wanted) for wanted in each])


def _parameters(text: str | None) -> Mapping[str, str]:
    """Return the parameters of a command by their names in upper case."""
    pairs = (word.partition("=") for word in (text or "").split())
    return {name.upper(): value for name, _, value in pairs}


def _without_route(path: str) -> str:
    """Return the address of a path; servers it should pass on its way (RFC 5321, C) do not matter."""
    return path.partition(":")[2] if path.startswith("@") else path
