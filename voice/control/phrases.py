"""What callers hear from the hub itself, and the words it takes for an answer; from phrases.toml."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files

_CATALOGUE: Mapping[str, Mapping[str, str | list[str]]] = tomllib.loads(
    (files("voice.control") / "phrases.toml").read_text("utf-8")
)
LANGUAGES = tuple(_CATALOGUE)
_MARKS = str.maketrans("", "", ".,!?;:\"'“”‘’。，！？；：、…")


def phrase(name: str, language: str, /, **values: str) -> str:
    """Return a phrase with its values filled in; languages we do not speak hear English."""
    text = _own(language)[name]
    return str(text).format_map(values)


def words(key: str, language: str) -> list[str]:
    """Return the words that mean something, e.g. "words_yes"."""
    return list(_own(language)[key])


def means(text: str, key: str, language: str) -> bool:
    """Say whether what was said is one of these words, or has one of several words in it."""
    said = normal(text)
    known = [normal(one) for one in words(key, language)]
    return said in known or any(one in said for one in known if " " in one or len(one) > 1 and _is_han(one))


def is_one_of(text: str, key: str, language: str) -> bool:
    """Say whether just this was said, as "yes"."""
    return normal(text) in {normal(one) for one in words(key, language)}


def language_wanted(text: str) -> str:
    """Return the language that somebody asks to be spoken, or nothing: only who says just that is meant."""
    said = normal(text)
    for language in LANGUAGES:
        if said in {normal(one) for one in words("words_language", language)}:
            return language
    return ""


def normal(text: str) -> str:
    """Return what was said without signs and politeness."""
    said = " ".join(text.translate(_MARKS).casefold().split())
    return said.removesuffix(" please").removeprefix("please ")


def digits(number: str) -> str:
    """Return a telephone number as it is said: digit by digit."""
    return " ".join(char for char in number if char.isdigit())


def _own(language: str) -> Mapping[str, str | list[str]]:
    return _CATALOGUE.get(language.partition("-")[0].lower(), _CATALOGUE["en"])


def _is_han(text: str) -> bool:
    return all("\u3400" <= char <= "\u9fff" for char in text)
