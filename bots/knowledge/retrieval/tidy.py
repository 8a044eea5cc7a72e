"""Texts as the models see them, and the language that decides which model."""

import re
import unicodedata

_LONGEST = 800
"""Characters of one text that count: enough for a passage, and a bound for hostile questions."""

_END = re.compile(r"[\s?!.,;:\u3002\uff0c\u3001\uff1f\uff01\u2026~]+$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_FOREIGN = re.compile(r"[^\W\d_a-zA-Z\u3400-\u9fff]")
_CODE = re.compile(r"(?=[a-z0-9._/-]*\d)(?=[a-z0-9._/-]*[a-z0-9]{2})[a-z0-9]+(?:[._/-][a-z0-9]+)*")
OTHER = "other"

_A_NAME = 2
"""So few Latin words may be a name that a Chinese customer types."""


def tidy(text: str) -> str:
    """Return a text without what only some people type: width, spaces, the mark at the end."""
    sound = text[:_LONGEST].replace("\0", " ").encode("utf-8", "ignore").decode()  # no lone surrogates
    one_line = " ".join(unicodedata.normalize("NFKC", sound).split())
    return _END.sub("", one_line) or one_line


def language_tag(text: str, hint: str = "") -> str:
    """Return the base tag of a text's language: what its script shows, else the hint, else "en".

    Chinese with English words in it is Chinese. Latin letters with accents are "other" unless hinted.
    """
    base = hint.lower().partition("-")[0].partition("_")[0]
    han, latin = len(_HAN.findall(text)), len(_LATIN_WORD.findall(text))
    if han and han >= latin:
        return "zh"
    if len(_FOREIGN.findall(text)) >= max(1, len(text) // 20):
        return base if base not in {"", "en", "zh"} else OTHER
    if latin:
        return base if base not in {"", "zh"} or (base and latin <= _A_NAME) else "en"
    return base or "en"


def codes(text: str) -> frozenset[str]:
    """Return the words with digits in them: part numbers, error codes, model names, amounts."""
    return frozenset(_CODE.findall(unicodedata.normalize("NFKC", text[:_LONGEST]).casefold()))
