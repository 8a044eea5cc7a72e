"""Header values as text: encoded words (RFC 2047) as they come, also broken, and raw 8-bit."""

import binascii
import re

from channels.email.understanding.charset import decode

_START = re.compile(r"=\?([^?\s=]{1,60})\?([bBqQ])\?")
_NOT_BASE64 = re.compile(r"[^A-Za-z0-9+/]")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]")
MOST = 20_000
"""Characters of a header that are looked at; longer ones are cut."""

Word = tuple[str, str, str]
"""An encoded word: charset, encoding in lower case, encoded text."""


def header_text(raw: bytes) -> str:
    """Return a header's value as one line of text without control characters or text-direction overrides."""
    return one_line(decode_words(raw_text(raw)))


def raw_text(raw: bytes) -> str:
    """Return a header's value with encoded words as they are; 8-bit bytes are read as likely meant."""
    raw = raw[:MOST]
    return raw.decode("ascii") if raw.isascii() and b"\x1b" not in raw else decode(raw)[0]


def one_line(text: str) -> str:
    """Return a text fit for one line: control characters as spaces, nothing that turns its direction."""
    if text.isascii() and text.isprintable():
        return text.strip()
    return _OVERRIDES.sub("", _CONTROLS.sub(" ", text)).strip()


def decode_words(text: str) -> str:
    """Return a text with its encoded words decoded; what cannot be decoded stays as it is."""
    if "=?" not in text:
        return text
    parts: list[str] = []
    run: list[Word] = []
    at = 0
    while match := _START.search(text, at):
        end = text.find("?=", match.end())
        if end < 0:
            break
        between = text[at : match.start()]
        if between.strip() or not run:
            parts += [*_flush(run), between]
        elif run[-1][0].lower() != match[1].lower():
            parts += _flush(run)
        run.append((match[1], match[2].lower(), text[match.end() : end]))
        at = end + 2
    parts += [*_flush(run), text[at:]]
    return "".join(parts)


def _flush(run: list[Word]) -> list[str]:
    """Decode words of one charset together: some senders cut in the midst of a character."""
    if not run:
        return []
    charset = run[0][0].partition("*")[0]  # RFC 2231 allows a language after it
    data, open_base64 = b"", ""
    for _, encoding, encoded in run:
        if encoding == "b":
            # Some cut base64 itself: a word that is no whole number of quads goes on in the next.
            open_base64 += encoded
            whole = len(_NOT_BASE64.sub("", open_base64)) % 4 == 0 or "=" in encoded
        else:
            whole = True
        if whole and open_base64:
            data += from_base64(open_base64)
            open_base64 = ""
        if encoding == "q":
            data += binascii.a2b_qp(encoded.encode("utf-8", "replace"), header=True)
    data += from_base64(open_base64)
    run.clear()
    return [decode(data, charset)[0]]


def from_base64(text: str) -> bytes:
    """Return what base64 text says, whatever else is in it and however it is padded."""
    clean = _NOT_BASE64.sub("", text.replace("-", "+").replace("_", "/"))
    clean = clean[: len(clean) - (len(clean) % 4 == 1)]
    return binascii.a2b_base64(clean + "=" * (-len(clean) % 4))
