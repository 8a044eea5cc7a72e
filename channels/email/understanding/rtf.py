"""Rich text in mails: unpacking it (MS-OXRTFCP), and the text or HTML in it (MS-OXRTFEX)."""

import re
import struct
from typing import NamedTuple

from channels.email.understanding.charset import decode

LARGEST = 1_500_000
"""Bytes of unpacked rich text; what is longer is cut."""
_PACKED = b"LZFu"
_PLAIN = b"MELA"
_INITIAL = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_TOKEN = re.compile(
    r"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)",
    re.DOTALL | re.IGNORECASE,
)
_HIDDEN = frozenset(
    {"fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "header", "footer", "themedata"}
)
_SIGNS = {
    "par": "\n",
    "line": "\n",
    "tab": "\t",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "endash": "–",
    "emdash": "—",
}


def decompressed(packed: bytes) -> bytes:
    """Return the rich text of PR_RTF_COMPRESSED; empty if it is not packed in a known way."""
    if len(packed) < 16:
        return b""
    size, kind = struct.unpack_from("<I", packed, 4)[0], packed[8:12]
    if kind == _PLAIN:
        return packed[16 : 16 + min(size, LARGEST)]
    return _unpacked(packed, min(size, LARGEST)) if kind == _PACKED else b""


def _unpacked(packed: bytes, size: int) -> bytes:
    """Undo LZFu: a window of 4096 bytes; a control byte says for each of eight whether it is a reference."""
    window = bytearray(_INITIAL.ljust(4096, b" "))
    write, at = len(_INITIAL), 16
    out = bytearray()
    while at < len(packed) and len(out) < size:
        control = packed[at]
        at += 1
        for bit in range(8):
            if control >> bit & 1:
                if at + 2 > len(packed):
                    return bytes(out)
                reference = packed[at] << 8 | packed[at + 1]
                at += 2
                offset, length = reference >> 4, (reference & 15) + 2
                if offset == write:
                    return bytes(out[:size])
                copied = [0] * length
                for step in range(length):
                    copied[step] = window[(offset + step) & 4095]
                    window[write] = copied[step]
                    write = (write + 1) & 4095
                out += bytes(copied)
            elif at < len(packed):
                window[write] = packed[at]
                write = (write + 1) & 4095
                out.append(packed[at])
                at += 1
    return bytes(out[:size])


class Rtf(NamedTuple):
    """Rich text read: its text, and the HTML it was made from, if any."""

    text: str
    html: str


class _Group:
    """What holds until the closing brace: whether text is hidden, is a tag, how many bytes follow \\u."""

    __slots__ = ("hidden", "skip", "tag", "rtf_only")

    def __init__(
        self, hidden: bool = False, tag: bool = False, skip: int = 1, rtf_only: bool = False
    ) -> None:
        self.hidden, self.tag, self.skip, self.rtf_only = hidden, tag, skip, rtf_only


def read_rtf(data: bytes) -> Rtf:
    """Return text and HTML of rich text; both empty if it is none."""
    if not data.startswith(b"{\\rtf"):
        return Rtf("", "")
    source = data.decode("latin-1")
    reader = _RtfReader("\\fromhtml" in source[:2000])
    for token in _TOKEN.finditer(source):
        reader.take(token)
    out = reader.finish()
    return Rtf("", out) if reader.from_html else Rtf(out.strip("\n"), "")


class _RtfReader:
    """Reads tokens; gathers text, and with `from_html` the tags that are hidden in it."""

    def __init__(self, from_html: bool) -> None:
        self.from_html = from_html
        self.groups = [_Group()]
        self.out: list[str] = []
        self.bytes = bytearray()
        self.code_page = "cp1252"
        self.pending = 0  # characters still to be left out after \u
        self.star = False

    def take(self, token: re.Match[str]) -> None:
        """Take one token."""
        word, number, coded, sign, brace, text = token.groups()
        if brace:
            self.brace(brace)
        elif word:
            self.word(word.lower(), int(number) if number else None)
        elif coded:
            self.add_bytes(bytes((int(coded, 16),)))
        elif sign == "*":
            self.star = True
        elif sign:
            self.add_text("\u00a0" if sign == "~" else "" if sign in "-_|:\r\n" else sign)
        elif text:
            if self.pending:
                cut = min(self.pending, len(text))
                self.pending -= cut
                text = text[cut:]
            self.add_bytes(text.encode("latin-1"))

    def brace(self, brace: str) -> None:
        """Open or close a group."""
        self.flush()
        self.star = False
        top = self.groups[-1]
        if brace == "{" and len(self.groups) < 1000:
            self.groups.append(_Group(top.hidden, top.tag, top.skip, top.rtf_only))
        elif brace == "}" and len(self.groups) > 1:
            self.groups.pop()

    def word(self, word: str, number: int | None) -> None:
        """Obey a control word."""
        top = self.groups[-1]
        if self.star:
            self.star = False
            top.tag = word == "htmltag"
            top.hidden = not top.tag
        elif word in _HIDDEN:
            top.hidden = True
        elif word == "htmlrtf":
            self.flush()
            top.rtf_only = number != 0
        elif word == "ansicpg" and number:
            self.code_page = f"cp{number}"
        elif word == "uc":
            top.skip = min(number or 0, 10)
        elif word == "u" and number is not None:
            self.add_text(chr(number % 65536))
            self.pending = top.skip
        elif word in _SIGNS:
            self.add_text(_SIGNS[word])

    def add_bytes(self, data: bytes) -> None:
        """Add text in the code page."""
        if self.pending and len(data) == 1:
            self.pending -= 1
        elif not (self.groups[-1].hidden or self.groups[-1].rtf_only):
            self.bytes += data

    def add_text(self, text: str) -> None:
        """Add characters."""
        self.flush()
        if not (self.groups[-1].hidden or self.groups[-1].rtf_only):
            self.out.append(text)

    def flush(self) -> None:
        """Turn gathered bytes into text."""
        if self.bytes:
            self.out.append(decode(bytes(self.bytes), self.code_page)[0])
            self.bytes.clear()

    def finish(self) -> str:
        """Return everything; halves of characters beyond the basic plane are joined."""
        self.flush()
        joined = "".join(self.out).replace("\0", "")
        return joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
