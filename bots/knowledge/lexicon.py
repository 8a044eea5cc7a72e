"""The lexicon: stop words, muted words, words of one meaning, turns of phrase; from lexicon.toml."""

import re
import tomllib
from importlib.resources import files
from re import Pattern

from msgspec import Struct


class Lexicon(Struct, frozen=True):
    """General vocabulary of customer service, English and Chinese together: their words cannot clash."""

    stop: frozenset[str]
    muted: frozenset[str]
    same: list[list[str]]
    phrases: list[tuple[Pattern[str], str]]


def _read() -> Lexicon:
    source = tomllib.loads((files("bots.knowledge") / "lexicon.toml").read_text("utf-8"))
    return Lexicon(
        stop=frozenset(" ".join(source["stop"].values()).split()),
        muted=frozenset(" ".join(source["muted"].values()).split()),
        same=[line.split() for lines in source["same"].values() for line in lines.strip().splitlines()],
        phrases=[
            (re.compile(rf"\b(?:{pattern})\b"), f" {word} ")
            for word, patterns in source["phrases"].items()
            for pattern in patterns
        ],
    )


LEXICON = _read()
"""Read once, at import: never while the event loop serves somebody."""
