"""Telephone numbers as everybody writes them, in the one form we keep: E.164, with its plus.

So that one contact has one address for SMS, calls and WhatsApp-style numbers alike. Short codes stay
digits, and senders that are names stay names.
"""

from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from hub.core.records import Value

SCHEMES = ("whatsapp:", "sms:", "tel:", "messenger:")
NOBODY = "unknown"
"""Who hides their number."""
LONGEST_NAME = 64
SHORTEST_E164 = 7
_DIGITS = frozenset("0123456789")


class Kind(StrEnum):
    """What a sender or recipient is."""

    E164 = "e164"
    SHORT = "short"  # a short code: digits that only mean something in one network
    NAME = "name"  # letters: nobody can answer it


class Number(Value, frozen=True, kw_only=True):
    """A number in canonical form: `+4915112345678`, `10690001`, `Harbour`."""

    value: str
    kind: Kind

    @property
    def digits(self) -> str:
        """Return it as SMPP writes it: without the plus."""
        return self.value.removeprefix("+")


@lru_cache(20_000)
def normal(raw: str, region: str = "", *, international: bool = False) -> Number:
    """Read a number; `region` (ISO 3166, as in DE) is where national ones belong, "" is nowhere.

    `international` says that the network called it so, though it wrote no plus. Whoever writes once writes
    again, so recent answers are kept.
    """
    text = raw.strip()[:LONGEST_NAME]
    for scheme in SCHEMES:
        if text.lower().startswith(scheme):
            text = text[len(scheme) :].strip()
    digits = "".join(char for char in text if char in _DIGITS)
    if not digits or any(char.isalpha() for char in text):
        return Number(value=text or NOBODY, kind=Kind.NAME)
    if not text.startswith("+") and digits.startswith("00") and len(digits) > SHORTEST_E164 + 1:
        digits, international = digits[2:], True
    if text.startswith("+") or (international and len(digits) >= SHORTEST_E164):
        return _e164(f"+{digits}", "") or Number(value=f"+{digits}", kind=Kind.E164)
    # Networks often write international numbers without a plus; a national number is rarely one as well.
    found = (region and _valid(text, region)) or _valid(f"+{digits}", "")
    return found or Number(value=digits, kind=Kind.SHORT)


def _e164(text: str, region: str) -> Number | None:
    try:
        parsed = phonenumbers.parse(text, region or None)
    except NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    return Number(value=phonenumbers.format_number(parsed, PhoneNumberFormat.E164), kind=Kind.E164)


def _valid(text: str, region: str) -> Number | None:
    """Return the number if it is one that its country gives out, None for short codes and the like."""
    try:
        parsed = phonenumbers.parse(text, region or None)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(parsed):
        return None
    return Number(value=phonenumbers.format_number(parsed, PhoneNumberFormat.E164), kind=Kind.E164)
