"""Sentences in the languages staff read: message keys and values become text here and nowhere else."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

LANGUAGES = ("en", "zh")
TRANSLATED = {"channel": "channel", "busy": "channel", "reason": "reason", "away": "presence"}
"""Values that are themselves keys, with the family they are looked up in."""


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Return the sentences of a language; unknown languages read English."""
    name = language.partition("-")[0].lower()
    chosen = name if name in LANGUAGES else "en"
    data = (files("routing") / "messages" / f"{chosen}.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, str])


def sentence(key: str, vars: Mapping[str, str], language: str) -> str:
    """Return the sentence for a key such as "why.full" with its values filled in."""
    texts = catalogue(language)
    family = {**TRANSLATED, "reason": "presence"} if key.startswith("why.away") else TRANSLATED
    values = {
        name: texts.get(f"{family[name]}.{value}", value) if name in family else value
        for name, value in vars.items()
    }
    return texts[key].format_map(values)
