"""The tree of a mail's parts (RFC 2046): spans in the raw bytes, nothing is copied before it is decoded."""

import binascii
import re

from channels.email.understanding.headers import Headers, split
from channels.email.understanding.model import Problem
from channels.email.understanding.parameters import parameters
from channels.email.understanding.uuencode import files_in

DEEPEST = 30
"""Levels of nesting that are opened; what lies deeper is one file."""
MOST_PARTS = 1000
"""Parts that are opened; what comes after is left in the original."""
_GUESS = re.compile(rb"^--([^\r\n]{5,100}?)[ \t\r]*$", re.MULTILINE)
_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_TAIL = b"=\r\n\t "


class Part:
    """One part: its fields, where its body is, and its own parts if it is a multipart."""

    def __init__(self, raw: bytes, headers: Headers, start: int, end: int, place: str) -> None:
        self.raw, self.headers, self.start, self.end, self.place = raw, headers, start, end, place
        self.parts: list[Part] = []
        kind, self.parameters = parameters(headers.raw("content-type"))
        self.type = kind if _TYPE.fullmatch(kind) else ""
        self.disposition, self.disposition_parameters = parameters(headers.raw("content-disposition"))

    @property
    def name(self) -> str:
        """The file name the sender gave, as it came; empty if none."""
        given = self.disposition_parameters.get("filename") or self.parameters.get("name")
        return given or self.parameters.get("filename") or self.disposition_parameters.get("name") or ""

    @property
    def charset(self) -> str:
        """The charset's label; empty if none."""
        return self.parameters.get("charset", "")


class Reader:
    """Reads the tree of one mail within the bounds, and gathers what was broken."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.count = 0

    def blame(self, where: str, code: str, detail: str = "") -> None:
        """Note what was broken; after a hundred there is no need for more."""
        if len(self.problems) < 100:
            self.problems.append(Problem(where=where, code=code, detail=detail))

    def read(
        self, raw: bytes, start: int, end: int, place: str = "", depth: int = 0, default: str = "text/plain"
    ) -> Part:
        """Return the part in this span with all parts in it."""
        headers, body, trouble = split(raw, start, end)
        if trouble:
            self.blame(place or "header", "header_line", trouble)
        part = Part(raw, headers, body, end, place)
        part.type = part.type or default
        self.count += 1
        if part.type.startswith("multipart/"):
            self._open(part, depth)
        return part

    def _open(self, part: Part, depth: int) -> None:
        """Read a multipart's parts; one that has none is plain text."""
        if depth >= DEEPEST:
            self.blame(part.place, "parts_too_deep")
            part.type = "application/octet-stream"
            return
        spans = self._spans(part)
        default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        for number, (start, end) in enumerate(spans, 1):
            if self.count >= MOST_PARTS:
                self.blame(part.place, "parts_too_many")
                break
            place = f"{part.place}.{number}" if part.place else str(number)
            part.parts.append(self.read(part.raw, start, end, place, depth + 1, default))
        if not spans:
            self.blame(part.place or "body", "multipart_empty")
            part.type = "text/plain"

    def _spans(self, part: Part) -> list[tuple[int, int]]:
        boundary = part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
        if not boundary or part.raw.find(b"--" + boundary, part.start, part.end) < 0:
            found = _GUESS.search(part.raw, part.start, min(part.end, part.start + 10_000))
            if not found:
                return []
            boundary = found[1]
            self.blame(part.place or "body", "boundary_wrong")
        spans, closed = spans_of(part.raw, part.start, part.end, b"--" + boundary)
        if spans and not closed:
            self.blame(part.place or "body", "boundary_end_missing")
        return spans


def spans_of(raw: bytes, start: int, end: int, delimiter: bytes) -> tuple[list[tuple[int, int]], bool]:
    """Return where the parts between delimiter lines are, and whether the closing delimiter was there.

    A line counts only if nothing but white space or the closing "--" follows, so that a boundary
    that begins like another one is not mistaken for it.
    """
    spans: list[tuple[int, int]] = []
    opened, at = -1, start
    while (found := raw.find(delimiter, at, end)) >= 0:
        after = found + len(delimiter)
        line_end = raw.find(b"\n", after, end)
        line_end = end if line_end < 0 else line_end
        rest = raw[after : min(line_end, after + 100)].strip()
        at = after
        if (found > start and raw[found - 1] != 10) or (rest and not rest.startswith(b"--")):
            continue
        if opened >= 0:
            spans.append((opened, _before_break(raw, opened, found)))
        if rest:
            return spans, True
        opened = at = min(line_end + 1, end)
    if opened >= 0 and opened < end:
        spans.append((opened, end))
    return spans, False


def _before_break(raw: bytes, start: int, end: int) -> int:
    """Return the end without the line break that belongs to the delimiter."""
    if end > start and raw[end - 1] == 10:
        end -= 1
        if end > start and raw[end - 1] == 13:
            end -= 1
    return end


def decoded(part: Part, reader: Reader) -> bytes:
    """Return a part's bytes with the transfer encoding undone (RFC 2045, 6)."""
    encoding = part.headers.token("content-transfer-encoding").strip("\"'")
    if encoding == "base64":
        return _base64(part, reader)
    body = part.raw[part.start : part.end]
    if encoding in ("quoted-printable", "quotedprintable"):
        return binascii.a2b_qp(body)
    if encoding in ("x-uuencode", "uuencode", "x-uue"):
        _, files = files_in(body)
        return files[0][1] if files else body
    if encoding not in ("", "7bit", "8bit", "binary", "7-bit", "8-bit", "none"):
        reader.blame(part.place or "body", "encoding_unknown", encoding)
    return body


def _base64(part: Part, reader: Reader) -> bytes:
    body = memoryview(part.raw)[part.start : part.end]
    if part.type.startswith("text/") and _is_prose(bytes(body[:2000])):
        reader.blame(part.place or "body", "base64_is_not")
        return bytes(body)
    try:
        data = binascii.a2b_base64(body)
    except binascii.Error:
        return _broken_base64(bytes(body), part, reader)
    # Padding ends base64, but some senders encode line by line and pad each.
    if len(data) < len(body) * 0.7 and len(pieces := bytes(body).rstrip(_TAIL).split(b"=")) > 1:
        return b"".join(_lenient(piece) for piece in pieces if piece)
    return data


def _broken_base64(body: bytes, part: Part, reader: Reader) -> bytes:
    reader.blame(part.place or "body", "base64_broken")
    return _lenient(body)


def _is_prose(sample: bytes) -> bool:
    """Say whether a sample has the spaces and signs of words; base64 has neither."""
    words = sample.split()
    strange = len(sample.translate(None, _ALPHABET + b"=\r\n\t -_"))
    return len(words) > 3 and (strange > 0.02 * len(sample) or sample.count(b" ") > 0.1 * len(sample))


_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_OTHERS = bytes(set(range(256)) - set(_ALPHABET))


def _lenient(body: bytes) -> bytes:
    clean = body.translate(None, _OTHERS)
    clean = clean[: len(clean) - (len(clean) % 4 == 1)]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))
