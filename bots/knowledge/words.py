"""Turning text into terms: English by stems, Chinese by words with characters to fall back on.

A text becomes needs. A need is one thing the text is about, with the terms that would satisfy it and
how well: the word itself, a word of the same meaning, a part of it. Mixed texts work.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

import rjieba
import Stemmer
from msgspec import Struct

from bots.knowledge.lexicon import LEXICON

EXACT, SAME_MEANING, PART, CHARACTER = 1.0, 0.85, 0.6, 0.3
MUTED_SCALE = 0.35
SINGLE_SCALE = 0.5
"""One Chinese character alone says less than a word."""

_RUN = re.compile(r"(?P<han>[\u3400-\u9fff]+)|(?P<latin>[a-z0-9]+(?:'[a-z]+)?)")


class Need(Struct, frozen=True):
    """One thing a text is about: terms that satisfy it with how well (0 to 1), and its weight's scale."""

    word: str
    terms: tuple[tuple[str, float], ...]
    scale: float = 1.0


def needs(text: str) -> list[Need]:
    """Return what the text is about, each thing once, stop words left out."""
    found: dict[str, Need] = {}
    for word, is_han in _words(text):
        need = _han_need(word) if is_han else _latin_need(word)
        found.setdefault(need.word, need)
    return list(found.values())


def terms(text: str) -> list[str]:
    """Return every term the text satisfies, with repetition: what an index stores of it."""
    found: list[str] = []
    for run in _runs(text):
        for word in _split_han(run) if _is_han(run) else _latin_words(run):
            found.extend(term for term, credit in _term_need(word).terms if credit != PART)
        if _is_han(run):
            # Neighbouring characters find words that the dictionary cut differently.
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


def normalised(text: str) -> str:
    """Return the text in one form: full width and half width, case and accents no longer differ."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    bare = "".join(c for c in unicodedata.normalize("NFD", folded) if unicodedata.category(c) != "Mn")
    return unicodedata.normalize("NFC", bare)


def _runs(text: str) -> Iterator[str]:
    text = normalised(text)
    for pattern, word in LEXICON.phrases:
        text = pattern.sub(word, text)
    for match in _RUN.finditer(text):
        yield match[0]


def _words(text: str) -> Iterator[tuple[str, bool]]:
    for run in _runs(text):
        if _is_han(run):
            yield from ((word, True) for word in _split_han(run))
        else:
            yield from ((word, False) for word in _latin_words(run))


def _is_han(run: str) -> bool:
    return "\u3400" <= run[0] <= "\u9fff"


def _latin_words(run: str) -> list[str]:
    word = run.replace("'", "") if run.replace("'", "") in LEXICON.stop else run.split("'")[0]
    if word in LEXICON.stop or (len(word) == 1 and not word.isdigit()):
        return []
    return [word]


def _split_han(run: str) -> list[str]:
    """Cut Chinese into the shortest words the dictionary knows, without stop words."""
    shortest: list[str] = []
    for word in rjieba.cut(run):
        parts = [part for part in rjieba.cut_for_search(word) if part != word] if len(word) > 2 else []
        whole = word in _same() or word in LEXICON.muted or word in LEXICON.stop
        covered = "".join(parts) == word
        shortest.extend(parts if covered and not whole else [word])
    return [word for word in shortest if word not in LEXICON.stop]


def _term_need(word: str) -> Need:
    return _han_need(word) if _is_han(word) else _latin_need(word)


@lru_cache(maxsize=20_000)
def _latin_need(word: str) -> Need:
    stem = _stem(word)
    found = {stem: EXACT}
    if meaning := _same().get(stem):
        found[meaning] = SAME_MEANING
    muted = word in LEXICON.muted or stem in LEXICON.muted
    return Need(stem, tuple(found.items()), MUTED_SCALE if muted else 1.0)


@lru_cache(maxsize=20_000)
def _han_need(word: str) -> Need:
    found = {word: EXACT}
    if meaning := _same().get(word):
        found[meaning] = SAME_MEANING
    if len(word) > 2:
        found |= {word[i : i + 2]: PART for i in range(len(word) - 1)}
    if len(word) > 1 and word not in LEXICON.muted:
        found |= {character: CHARACTER for character in word if character not in LEXICON.stop}
    scale = MUTED_SCALE if word in LEXICON.muted else SINGLE_SCALE if len(word) == 1 else 1.0
    return Need(word, tuple(found.items()), scale)


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


def _stem(word: str) -> str:
    return str(_stemmer().stemWord(word))


@cache
def _same() -> dict[str, str]:
    """Map each word to the term for its meaning."""
    meanings: dict[str, str] = {}
    for words in LEXICON.same:
        stems = [word if _is_han(word) else _stem(word) for word in words]
        meanings |= {stem: f"={stems[0]}" for stem in stems}
    return meanings
