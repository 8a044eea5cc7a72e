"""Which of the hub's languages a text is written in."""

import re

LANGUAGES = ("en", "zh")

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")


def language_of(text: str, default: str = "en") -> str:
    """Return "zh" or "en" by the script of the text; the default when it has no letters."""
    han, latin = len(_HAN.findall(text)), len(_LATIN.findall(text))
    if not han and not latin:
        return spoken(default)
    return "zh" if han >= latin else "en"


def spoken(language: str) -> str:
    """Return the language we speak for a language tag: "zh" for every Chinese, else "en"."""
    return "zh" if language.lower().startswith("zh") else "en"
