"""The word lists of the check, from words.toml."""

import re
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from importlib.resources import files

from msgspec import Struct


class Lists(Struct, frozen=True):
    """The lists, English and Chinese together: their words cannot clash. `units` are by their words."""

    denies_en: frozenset[str]
    denies_zh: re.Pattern[str]
    harmless_zh: re.Pattern[str]
    opposites: list[tuple[str, str]]
    promises: frozenset[str]
    units: dict[str, str]
    free: re.Pattern[str]
    no_charge: re.Pattern[str]
    fillers: frozenset[str]
    courtesy: re.Pattern[str]
    numbers: dict[str, Decimal]


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _words(section: dict[str, str]) -> list[str]:
    return " ".join(section.values()).split()


def _lines(section: dict[str, str]) -> list[str]:
    return [line for text in section.values() for line in text.strip().splitlines()]


def _read() -> Lists:
    source = tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))
    pairs = [line.split() for line in _lines(source["opposites"])]
    return Lists(
        denies_en=frozenset(source["negation"]["en"].split()),
        denies_zh=re.compile(any_of(source["negation"]["zh"].split())),
        harmless_zh=re.compile(any_of(source["negation"]["zh_not"].split())),
        opposites=[(one, other) for one, other in pairs],
        promises=frozenset(_words(source["promise"])),
        units={word: name for name, words in source["units"].items() for word in words.split()},
        free=re.compile("|".join([*_lines(source["free"]), *_lines(source["no_charge"])])),
        no_charge=re.compile("|".join(_lines(source["no_charge"]))),
        fillers=frozenset(_words(source["fillers"])),
        courtesy=re.compile("|".join(_lines(source["courtesy"])), re.IGNORECASE),
        numbers={word: Decimal(value) for word, value in source["numbers"].items()},
    )


LISTS = _read()
"""Read once, at import: never while the event loop serves somebody."""
