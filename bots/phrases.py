"""What bots and their runner say besides articles, by key and language; from phrases.toml."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

from bots.language import spoken

PHRASES: Mapping[str, Mapping[str, str]] = tomllib.loads((files("bots") / "phrases.toml").read_text("utf-8"))
"""Read once, at import: never while the event loop serves somebody."""


def phrase(key: str, language: str) -> str:
    """Return the phrase in the language we speak for this language tag."""
    return PHRASES[spoken(language)][key]


def handoff_line(reason: str, language: str) -> str:
    """Return what the customer is told at a handoff; reasons of other bots get the general line."""
    own = PHRASES[spoken(language)]
    return own.get(f"handoff_{reason}", own["handoff_other"])
