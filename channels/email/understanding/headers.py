"""A block of header fields (RFC 5322, 2.2), read one by one so that a broken one spoils no other."""

import re

from channels.email.understanding.words import header_text

_NAME = re.compile(rb"([!-9;-~]{1,120})[ \t]*:")
_BLANK = re.compile(rb"\r?\n\r*\n")
_KNOWN = re.compile(
    rb"^(?:from|to|cc|subject|date|message-id|mime-version|content-type|received|reply-to|references"
    rb"|content-transfer-encoding|x-mailer):",
    re.IGNORECASE | re.MULTILINE,
)
MOST_FIELDS = 20_000


class Headers:
    """The fields of a mail or a part: raw values by lower-case name, in their order."""

    def __init__(self, fields: dict[str, list[bytes]]) -> None:
        self.fields = fields

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def raw(self, name: str) -> bytes:
        """Return the first value as it came, unfolded; empty if there is none."""
        values = self.fields.get(name)
        return values[0] if values else b""

    def all(self, name: str) -> list[bytes]:
        """Return all values of a field."""
        return self.fields.get(name, [])

    def text(self, name: str) -> str:
        """Return the first value as text."""
        values = self.fields.get(name)
        return header_text(values[0]) if values else ""

    def token(self, name: str) -> str:
        """Return the first value's first word in lower case, without parameters and comments."""
        value = self.text(name).partition(";")[0].partition("(")[0].split()
        return value[0].lower() if value else ""


def split(raw: bytes, start: int, end: int) -> tuple[Headers, int, str]:
    """Return the fields at `start`, where the body begins, and what was wrong with them ("" if nothing)."""
    if raw.startswith((b"From ", b">From "), start, end):  # an mbox's separator
        start = _after_line(raw, start, end)
    if raw.startswith((b"\n", b"\r\n"), start, end):
        return Headers({}), _after_line(raw, start, end), ""
    blank = _BLANK.search(raw, start, end)
    stop, body = (blank.start(), blank.end()) if blank else (end, end)
    return _fields(raw, start, stop, body)


def _after_line(raw: bytes, start: int, end: int) -> int:
    found = raw.find(b"\n", start, end)
    return end if found < 0 else found + 1


def _fields(raw: bytes, start: int, stop: int, body: int) -> tuple[Headers, int, str]:
    found: list[tuple[str, list[bytes]]] = []
    trouble, at, last_known = "", start, -1
    for line in raw[start:stop].split(b"\n"):
        folded = line[:1] in (b" ", b"\t")
        match = None if folded else _NAME.match(line)
        if match:
            found.append((match[1].decode("ascii").lower(), [line[match.end() :].rstrip(b"\r")]))
        elif folded and found:
            found[-1][1].append(line.rstrip(b"\r"))
        elif line.strip():
            if not trouble:
                last_known = max((known.start() for known in _KNOWN.finditer(raw, at, stop)), default=-1)
            trouble = trouble or _shown(line) or "?"
            if not found or at > last_known:  # no more fields: the empty line before the body is missing
                body = at
                break
            found[-1][1].append(b" " + line.rstrip(b"\r"))
        at += len(line) + 1
    fields: dict[str, list[bytes]] = {}
    for name, lines in found[:MOST_FIELDS]:
        fields.setdefault(name, []).append(b"".join(lines).strip())
    return Headers(fields), body, trouble


def _shown(line: bytes) -> str:
    return header_text(line[:40])
