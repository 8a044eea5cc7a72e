"""The hub's own words to callers: the same in every language, with the same places to fill in."""

import string
import tomllib
from importlib.resources import files

import pytest

from voice.control.phrases import LANGUAGES, digits, normal, phrase, words
from voice.control.waiting import place_told

CATALOGUE = tomllib.loads((files("voice.control") / "phrases.toml").read_text("utf-8"))


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_all_languages_have_the_same_phrases() -> None:
    english = CATALOGUE["en"]
    for language in LANGUAGES:
        own = CATALOGUE[language]
        assert own.keys() == english.keys()
        for name, text in english.items():
            assert type(own[name]) is type(text)
            if isinstance(text, str):
                assert fields(own[name]) == fields(text), name


def test_a_language_we_do_not_speak_hears_english() -> None:
    assert phrase("goodbye", "de") == phrase("goodbye", "en")
    assert phrase("goodbye", "zh-TW") == phrase("goodbye", "zh")
    assert words("words_yes", "fr") == words("words_yes", "en")


@pytest.mark.parametrize(
    ("position", "seconds", "language", "told"),
    [
        (1, None, "en", "You are next in line."),
        (2, 40, "en", "You are number 2 in line. It should take less than a minute."),
        (7, 61, "en", "You are number 7 in line. It should take about 2 minutes."),
        (3, 600, "zh", "您排在第 3 位。 预计等待约 10 分钟。"),
    ],
)
def test_places_are_told(position: int, seconds: int | None, language: str, told: str) -> None:
    assert " ".join(place_told(position, seconds, language)) == told


def test_what_was_said_is_compared_without_signs_and_politeness() -> None:
    assert normal("  Yes, PLEASE! ") == "yes"
    assert normal("请说中文。") == "请说中文"
    assert digits("+44 20-7946") == "4 4 2 0 7 9 4 6"
