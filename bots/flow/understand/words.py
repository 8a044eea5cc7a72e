"""Yes and no, choosing from a list, e-mail addresses and phone numbers."""

import difflib
import re
import tomllib
from collections.abc import Sequence
from importlib.resources import files

import phonenumbers
from msgspec import Struct

from bots.flow.understand.numbers import english_number, folded

LONGEST = 300
_WORDS = tomllib.loads((files("bots.flow.understand") / "yes_no.toml").read_text("utf-8"))
_YES, _NO = frozenset(_WORDS["yes"]), frozenset(_WORDS["no"])
_NOT = re.compile(r"\b(?:not|no|never|don't|isn't|wrong|incorrect)\b|不|没|错|否|别")
_EMAIL = re.compile(r"[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z]{2,24}")
_AROUND = " .!,。！，、？?～~\"'“”"
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5, "last": -1, "最后": -1}
_ZH_ORDINAL = re.compile(r"第([一二三四五六七八九十\d]+)")
_ZH_DIGITS = dict(zip("零一二三四五六七八九", "0123456789", strict=True)) | {"幺": "1", "〇": "0", "两": "2"}
CLOSE = 0.84
"""How alike a typed word and a label must be to be taken for the same."""


class Chosen(Struct, frozen=True):
    """What can be chosen: by its key, or by any of its names (labels and words, in all languages)."""

    key: str
    names: tuple[str, ...]


def yes_or_no(text: str) -> bool | None:
    """Return what was answered, or None when it was neither clearly yes nor clearly no."""
    said = folded(text[:LONGEST]).replace("\u2019", "'").strip(_AROUND)
    if said in _YES or said in _NO:
        return said in _YES
    parts = {one.strip() for one in re.split(r"[,，.。!！;；]", said) if one.strip()}
    if parts and (parts <= _YES or parts <= _NO):
        return parts <= _YES
    first, _, rest = re.sub(r"[,，.。!！]", " ", said).partition(" ")
    if first in _NO:
        return False
    if first in _YES and not first.isdigit():
        return None if _NOT.search(rest) else True
    return None


def chosen(text: str, options: Sequence[Chosen]) -> int | None:
    """Return which option a text chooses, or None when it is none or could be several."""
    said = folded(text[:LONGEST]).strip(_AROUND)
    if not said:
        return None
    pressed = said.rstrip("#").strip()
    for index, option in enumerate(options):
        if option.key and pressed == option.key:
            return index
    exact = [
        n
        for n, option in enumerate(options)
        if any(folded(name).strip(_AROUND) == said for name in option.names)
    ]
    if exact:
        return exact[0]
    if (place := _ordinal(said)) is not None and -1 <= place < len(options):
        return place % len(options)
    within = [
        n for n, option in enumerate(options) if any(_mentions(said, folded(name)) for name in option.names)
    ]
    if within:
        return within[0] if len(within) == 1 else None
    return _closest(said, options)


def _ordinal(said: str) -> int | None:
    if match := _ZH_ORDINAL.search(said):
        number = int(match[1]) if match[1].isdigit() else "零一二三四五六七八九十".find(match[1])
        return number - 1 if number > 0 else None
    words = said.split()
    found = [at for word, at in _ORDINALS.items() if word in words or (not word.isascii() and word in said)]
    if found:
        return found[0] if len(words) <= 4 else None
    spoken = re.fullmatch(r"(?:number |option |选)?(\w+)", said)
    value = english_number(spoken[1]) if spoken and spoken[1].isalpha() and spoken[1].isascii() else None
    return int(value) - 1 if value and value >= 1 and value == int(value) else None


def _mentions(said: str, name: str) -> bool:
    if not name:
        return False
    if name.isascii():
        return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) is not None
    return name in said


def _closest(said: str, options: Sequence[Chosen]) -> int | None:
    scored = sorted(
        (max((_alike(said, folded(name)) for name in option.names), default=0.0), -index)
        for index, option in enumerate(options)
    )
    if not scored or scored[-1][0] < CLOSE or (len(scored) > 1 and scored[-2][0] == scored[-1][0]):
        return None
    return -scored[-1][1]


def _alike(said: str, name: str) -> float:
    return difflib.SequenceMatcher(None, said, name[:LONGEST]).ratio() if len(said) > 3 else 0.0


def email_in(text: str) -> str | None:
    """Return the e-mail address in a text, also as it is spoken ("ada at example dot com")."""
    said = folded(text[:LONGEST])
    spoken = re.sub(r"\s+dot\s+|点(?=[a-z])", ".", re.sub(r"\s+at\s+|艾特", "@", said))
    for form in (said, spoken, spoken.replace(" ", "")):
        if match := _EMAIL.search(form):
            return match[0].strip(".")
    return None


def phone_in(text: str, region: str) -> str | None:
    """Return the phone number in a text as E.164, or None when there is none that can exist."""
    said = folded(text[:LONGEST])
    candidates = [match.number for match in phonenumbers.PhoneNumberMatcher(said, region)]
    if not candidates:
        digits = _spoken_digits(said)
        try:
            candidates = [phonenumbers.parse(digits, region)] if digits else []
        except phonenumbers.NumberParseException:
            return None
    if len(candidates) != 1 or not phonenumbers.is_possible_number(candidates[0]):
        return None
    return phonenumbers.format_number(candidates[0], phonenumbers.PhoneNumberFormat.E164)


def _spoken_digits(said: str) -> str:
    """Return the digits of "one three eight, double two" and 一三八, with what is written in digits."""
    digits, times = "+" if said.startswith(("+", "plus")) else "", 1
    for word in re.findall(r"[a-z]+|\d|[零一二三四五六七八九幺〇两]", said):
        if word in {"double", "triple"}:
            times = 2 if word == "double" else 3
            continue
        value = word if word.isdigit() else _ZH_DIGITS.get(word, "")
        if word.isascii() and word.isalpha():
            number = english_number(word)
            value = str(int(number)) if number is not None and number < 10 else ""
        digits, times = digits + value * times, 1
    return digits if len(digits) >= 5 else ""
