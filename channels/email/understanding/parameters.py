"""Content-Type and Content-Disposition: the value and its parameters (RFC 2045, 2183, 2231), also broken."""

import re
from urllib.parse import unquote_to_bytes

from channels.email.understanding.charset import decode
from channels.email.understanding.words import decode_words, one_line, raw_text

_PARAMETER = re.compile(
    r""";\s*([^\s=;"*]{1,60})(?:\*(\d{1,3}))?(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)(?:"|$)|([^;]*))""",
    re.DOTALL,
)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
MOST_SEGMENTS = 200

Segment = tuple[int, bool, str]
"""One part of a value cut in pieces (RFC 2231): its number, whether it is percent-encoded, its text."""


def parameters(raw: bytes) -> tuple[str, dict[str, str]]:
    """Return a field's value in lower case and its parameters by lower-case name."""
    text = raw_text(raw)
    value = text.partition(";")[0].partition("(")[0].strip().lower()
    found: dict[str, list[Segment]] = {}
    for match in _PARAMETER.finditer(text, len(text.partition(";")[0])):
        name, number, encoded, quoted, bare = match.groups()
        content = _ESCAPED.sub(_unescaped, quoted) if quoted is not None else bare.strip()
        segments = found.setdefault(name.lower(), [])
        if len(segments) < MOST_SEGMENTS:
            segments.append((-1 if number is None else int(number), bool(encoded), content))
    return value, {name: _joined(segments) for name, segments in found.items()}


def _unescaped(match: re.Match[str]) -> str:
    """Undo a backslash, but not one before a letter: that is a Windows path."""
    return match[0] if match[1].isalnum() else match[1]


def _joined(segments: list[Segment]) -> str:
    """Return the value its pieces make; an RFC 2231 form is preferred to a plain one beside it."""
    extended = [part for part in segments if part[1] or part[0] >= 0]
    if not extended:
        return one_line(decode_words(segments[0][2]))
    numbered = sorted((part for part in extended if part[0] >= 0), key=lambda part: part[0])
    pieces = numbered or extended[:1]
    charset = ""
    data = b""
    for position, (_, encoded, text) in enumerate(pieces):
        if encoded and position == 0 and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        raw = text.encode("utf-8", "replace")
        data += unquote_to_bytes(raw) if encoded else raw
    # Some senders cut encoded words (RFC 2047) in such pieces.
    return one_line(decode_words(decode(data, charset)[0]))
