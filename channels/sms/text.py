"""What a text becomes as SMS: its alphabet, its parts, their number and price (3GPP TS 23.038, 23.040).

A text of the GSM alphabet has 160 septets in one SMS and 153 in each of several; characters of the
extension table take two, which stay together. Any other text is sent as UTF-16: 70 units in one SMS, 67
in each of several; a surrogate pair stays together. Pure; the desk's composer does the same
(tests/data/sms_parts.json holds both to it).
"""

from collections.abc import Sequence

from hub.core.models.conversations import Choice
from hub.core.records import Value
from hub.core.text import plain

GSM = "gsm"
UCS2 = "ucs2"
ONE = {GSM: 160, UCS2: 70}
EACH = {GSM: 153, UCS2: 67}
MOST_PARTS = 255
"""A part's number and their count are an octet each (23.040, 9.2.3.24.1)."""

BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {10: "\f", 20: "^", 40: "{", 41: "}", 47: "\\", 60: "[", 61: "~", 62: "]", 64: "|", 101: "€"}
ESCAPE = 0x1B

_SEPTETS = {char: bytes([code]) for code, char in enumerate(BASIC) if code != ESCAPE} | {
    char: bytes([ESCAPE, code]) for code, char in EXTENSION.items()
}
_STRAIGHT = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′´`", "'"),
        **dict.fromkeys("“”„‟″", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\u00a0\u2007\u2009\u202f", " "),
        "…": "...",
        "•": "-",
        "ç": "Ç",
    }
)


class Parts(Value, frozen=True, kw_only=True):
    """A text as it is sent. `units` are septets or UTF-16 units, `left` those free in the last SMS."""

    alphabet: str
    texts: list[str]
    units: int
    left: int

    @property
    def count(self) -> int:
        """Return how many SMS it is."""
        return len(self.texts)


def sms_text(text: str, format: str = "plain", choices: Sequence[Choice] = ()) -> str:
    """Return a message as it is texted: Markdown becomes plain, with its links; line ends become LF.

    Each choice is a line with what to answer for it.
    """
    shown = plain(text) if format == "markdown" else text
    lines = [f"{choice.key or number} {choice.label}" for number, choice in enumerate(choices, 1)]
    whole = "\n".join([shown.replace("\r\n", "\n").replace("\r", "\n").strip(), *lines])
    return whole.strip()


def straightened(text: str) -> str:
    """Replace typographic quotes, dashes and spaces by plain ones if that makes it fit the GSM alphabet."""
    plainer = text.translate(_STRAIGHT)
    return plainer if is_gsm(plainer) else text


def is_gsm(text: str) -> bool:
    """Say whether the GSM alphabet and its extension table have all characters."""
    return all(char in _SEPTETS for char in text)


def split(text: str, *, straighten: bool = False) -> Parts:
    """Split a text into what goes into each SMS; an empty text is one empty SMS."""
    text = straightened(text) if straighten else text
    alphabet = GSM if is_gsm(text) else UCS2
    units = sum(_width(char, alphabet) for char in text)
    if units <= ONE[alphabet]:
        return Parts(alphabet=alphabet, texts=[text], units=units, left=ONE[alphabet] - units)
    texts: list[str] = []
    start = taken = 0
    for index, char in enumerate(text):
        width = _width(char, alphabet)
        if taken + width > EACH[alphabet]:
            texts.append(text[start:index])
            start, taken = index, 0
        taken += width
    texts.append(text[start:])
    return Parts(alphabet=alphabet, texts=texts, units=units, left=EACH[alphabet] - taken)


def price(text: str, per_part: float) -> float:
    """Return what sending the text costs."""
    return round(split(text).count * per_part, 6)


def encode(text: str, alphabet: str) -> bytes:
    """Return the octets of a part: one a septet (unpacked, as SMPP has it), or UTF-16 big-endian."""
    if alphabet == UCS2:
        return text.encode("utf-16-be", "replace")
    return b"".join(_SEPTETS[char] for char in text)


def decode_gsm(data: bytes) -> str:
    """Read unpacked septets. What the tables do not have becomes a replacement character."""
    chars: list[str] = []
    escaped = False
    for octet in data:
        if escaped:
            # 23.038, 6.2.1.1: a code that the extension table lacks is read from the basic one.
            chars.append(EXTENSION.get(octet) or _basic(octet))
            escaped = False
        elif octet == ESCAPE:
            escaped = True
        else:
            chars.append(_basic(octet))
    return "".join(chars)


def _basic(octet: int) -> str:
    return BASIC[octet] if octet < len(BASIC) and octet != ESCAPE else "\ufffd"


def _width(char: str, alphabet: str) -> int:
    if alphabet == GSM:
        return len(_SEPTETS[char])
    return 2 if ord(char) > 0xFFFF else 1
