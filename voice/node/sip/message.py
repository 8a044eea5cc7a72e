"""A SIP message as text and back (RFC 3261, section 7), strict enough that what is read can be passed on.

What comes in is hostile: whatever does not have the form of a SIP message raises Malformed, and what has
it leaves here in one plain form, without folded lines, abbreviated names or odd spaces.
"""

import re

from msgspec import Struct, field

LONGEST = 32_768
"""Bytes of a message; of a telephone's, 1,500 are many."""
MOST_HEADERS = 100
NEEDED = ("Via", "From", "To", "Call-ID", "CSeq")
ONCE = frozenset({"from", "to", "call-id", "cseq", "max-forwards", "content-length", "content-type"})
FULL = {
    "v": "Via",
    "f": "From",
    "t": "To",
    "i": "Call-ID",
    "m": "Contact",
    "l": "Content-Length",
    "c": "Content-Type",
    "e": "Content-Encoding",
    "k": "Supported",
    "s": "Subject",
    "r": "Refer-To",
    "b": "Referred-By",
    "o": "Event",
    "u": "Allow-Events",
    "x": "Session-Expires",
}
"""Names that may be abbreviated."""
TOKEN = r"[A-Za-z0-9!%*_+`'~.-]+"  # noqa: S105 - a word of the grammar
REQUEST = re.compile(rf"({TOKEN}) (\S{{1,1024}}) SIP/2\.0")
RESPONSE = re.compile(r"SIP/2\.0 ([1-6]\d\d) ?(.{0,256})")
HEADER = re.compile(rf"({TOKEN})[ \t]*:[ \t]*(.*?)[ \t]*", re.DOTALL)
CSEQ = re.compile(rf"(\d{{1,10}})[ \t]+({TOKEN})")
FORBIDDEN = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class Malformed(ValueError):
    """This is no SIP message."""


class Message(Struct):
    """One message: a request (method and uri), or a response (status and reason). Text is Latin-1: bytes."""

    method: str = ""  # of a response: that of its CSeq
    uri: str = ""
    status: int = 0
    reason: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""

    @property
    def is_request(self) -> bool:
        """Whether it asks for something."""
        return not self.status

    def get(self, name: str) -> str:
        """Return the first value of a header, or nothing."""
        lower = name.lower()
        return next((value for one, value in self.headers if one.lower() == lower), "")

    def all(self, name: str) -> list[str]:
        """Return every value of a header that may come several times, also in one line."""
        lower = name.lower()
        return [part for one, value in self.headers if one.lower() == lower for part in listed(value)]

    def put(self, name: str, value: str) -> None:
        """Let a header have this value only; a new one goes to the end."""
        lower = name.lower()
        for index, (one, _) in enumerate(self.headers):
            if one.lower() == lower:
                self.headers[index] = (one, value)
                return
        self.headers.append((name, value))

    def drop(self, *names: str) -> None:
        """Take headers out."""
        lower = {name.lower() for name in names}
        self.headers = [(name, value) for name, value in self.headers if name.lower() not in lower]

    def put_all(self, name: str, values: list[str]) -> None:
        """Let a header have these values, one a line, where it was before, or at the top."""
        lower = name.lower()
        places = [index for index, (one, _) in enumerate(self.headers) if one.lower() == lower]
        place = places[0] if places else 0
        self.drop(name)
        self.headers[place:place] = [(name, value) for value in values]

    @property
    def cseq(self) -> int:
        """The number of the request within its dialogue."""
        return int(self.get("CSeq").split()[0])

    def encode(self) -> bytes:
        """Return the message as it is sent."""
        first = (
            f"{self.method} {self.uri} SIP/2.0" if self.is_request else f"SIP/2.0 {self.status} {self.reason}"
        )
        self.put("Content-Length", str(len(self.body)))
        lines = [first, *(f"{name}: {value}" for name, value in self.headers), "", ""]
        return "\r\n".join(lines).encode("latin-1") + self.body


def parse(data: bytes, *, stream: bool = False) -> Message:
    """Read one message; with `stream`, it must have its length. Raises Malformed."""
    if len(data) > LONGEST:
        raise Malformed("too long")
    head, _, body = data.partition(b"\r\n\r\n")
    if not _:
        raise Malformed("without end")
    first, *lines = head.decode("latin-1").split("\r\n")
    message = _first_line(first)
    message.headers = _headers(lines)
    _check(message)
    message.body = _body(message, body, stream=stream)
    return message


def listed(value: str) -> list[str]:
    """Split a header's value at its commas, but not within quotes or angle brackets."""
    parts, start, quoted, bracket, index = [], 0, False, False, 0
    while index < len(value):
        sign = value[index]
        if quoted:
            index += sign == "\\"
            quoted = sign != '"'
        elif sign == '"':
            quoted = True
        elif sign in "<>":
            bracket = sign == "<"
        elif sign == "," and not bracket:
            parts.append(value[start:index].strip())
            start = index + 1
        index += 1
    parts.append(value[start:].strip())
    return [part for part in parts if part]


def _first_line(line: str) -> Message:
    if match := REQUEST.fullmatch(line):
        return Message(method=match[1], uri=match[2])
    if match := RESPONSE.fullmatch(line):
        return Message(status=int(match[1]), reason=match[2])
    raise Malformed("no SIP line")


def _headers(lines: list[str]) -> list[tuple[str, str]]:
    unfolded: list[str] = []
    for line in lines:
        if line[:1] in " \t" and unfolded:
            unfolded[-1] += " " + line.strip()
        else:
            unfolded.append(line)
    if len(unfolded) > MOST_HEADERS:
        raise Malformed("too many headers")
    headers = []
    for line in unfolded:
        match = HEADER.fullmatch(line)
        if not match or FORBIDDEN.search(match[2]):
            raise Malformed("no header")
        headers.append((FULL.get(match[1].lower(), match[1]), match[2]))
    return headers


def _check(message: Message) -> None:
    """See that what every message has is there, once, and says one thing."""
    names = [name.lower() for name, _ in message.headers]
    if any(names.count(name) > 1 for name in ONCE.intersection(names)):
        raise Malformed("a header twice")
    if any(not message.get(name) for name in NEEDED):
        raise Malformed("a header missing")
    match = CSEQ.fullmatch(message.get("CSeq"))
    if not match or int(match[1]) >= 1 << 31:
        raise Malformed("CSeq")
    if message.is_request and match[2] != message.method:
        raise Malformed("CSeq of another method")
    message.method = match[2]


def _body(message: Message, body: bytes, *, stream: bool) -> bytes:
    length = message.get("Content-Length")
    if not length and not stream:
        return body
    if not length.isdecimal() or int(length) > len(body):
        raise Malformed("Content-Length")
    return body[: int(length)]
