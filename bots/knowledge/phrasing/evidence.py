"""What the cited passages say, ready to hold a sentence against it: words, statements, facts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from bots.knowledge.phrasing import facts
from bots.knowledge.phrasing.model import Source
from bots.knowledge.phrasing.sentences import statements
from bots.knowledge.phrasing.wordlists import LISTS
from bots.knowledge.words import Need, needs, terms
from hub.core.text import plain

SAME = 0.5
"""From this credit on a word is said: itself, or one of the same meaning."""

_PART = re.compile(
    r"(?:[,，、;；:：—–|]|\b(?:and|or|but|while|whereas|although|though)\b|而且|而|但|不过)"
    r"(?!\s*[\d£€$¥])"
)
_CONTRAST = re.compile(
    r"[;；—–]|,?\s*\b(?:but|while|whereas|although|though|however)\b|，?(?:但是|但|而|不过)"
)
_JOINS = re.compile(r"\s*(?:and|or)\b")
_OPENS = re.compile(r"[,，;；]")
_COMMA = re.compile(r"[,，]")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


class Statement(Struct, frozen=True):
    """One thing a passage says, with its words (and those of the same meaning) and figures."""

    text: str
    terms: frozenset[str]
    numbers: frozenset[str]
    denies: bool


class Evidence(Struct, frozen=True):
    """Everything the cited passages say, titles included.

    `statements` are whole; `figures` are cut so that each number stands with its own words; `clauses` are
    cut at commas too.
    """

    text: str  # as it is written, in one form, small
    words: frozenset[str]
    terms: frozenset[str]
    topic: frozenset[str]  # terms of the titles
    numbers: frozenset[str]
    addresses: frozenset[str]
    codes: frozenset[str]
    statements: Sequence[Statement]
    figures: Sequence[Statement]
    clauses: Sequence[Statement]


def evidence(sources: Iterable[Source]) -> Evidence:
    """Read the passages."""
    given = list(sources)
    titles = "\n".join(source.title for source in given)
    whole = "\n".join([titles, *(plain(source.text) for source in given)])
    said = [one for source in given for one in statements(source.text)]
    wholes = [_statement(one) for one in said]
    low = facts.narrow(whole).casefold()
    return Evidence(
        text=low,
        words=frozenset(_WORD.findall(low)),
        terms=frozenset(terms(whole)),
        topic=frozenset(terms(titles)),
        numbers=frozenset(facts.numbers(whole)) | {figure for one in wholes for figure in one.numbers},
        addresses=frozenset(facts.addresses(whole)),
        codes=frozenset(facts.codes(whole)),
        statements=wholes,
        figures=[_statement(part) for one in said for part in [*parts(one), *_with_before(one)]],
        clauses=[*wholes, *(_statement(part) for one in said for part in clauses(one))],
    )


def content(text: str) -> list[Need]:
    """Return what a text is about; numbers are looked at by themselves, and fillers state nothing."""
    return [need for need in needs(text) if not need.word.isdecimal() and need.word not in _FILLERS]


def support(wanted: Sequence[Need], said: frozenset[str]) -> float:
    """Return how much of what is wanted the terms say, 0 to 1; nothing wanted is all said."""
    whole = sum(need.scale for need in wanted)
    return sum(need.scale * credit(need, said) for need in wanted) / whole if whole else 1.0


def credit(need: Need, said: frozenset[str]) -> float:
    """Return how well one thing is said, 0 to 1."""
    return max((worth for term, worth in need.terms if term in said), default=0.0)


def denies(text: str) -> bool:
    """Say whether a sentence denies something."""
    low = LISTS.no_charge.sub(" ", facts.narrow(text).casefold().replace("\u2019", "'"))
    if any(word.replace("'", "") in LISTS.denies_en for word in _WORD.findall(low)):
        return True
    return LISTS.denies_zh.search(LISTS.harmless_zh.sub("", low)) is not None


def clauses(sentence: str) -> list[str]:
    """Cut a sentence at commas and contrasts into parts that say something."""
    found = [part.strip() for piece in _CONTRAST.split(sentence) for part in _COMMA.split(piece or "")]
    return [part for part in found if content(part)]


def parts(sentence: str) -> list[str]:
    """Cut a sentence at contrasts, and so that each figure stands with its words.

    A piece without a figure, or without words of its own, joins the one before.
    """
    return [part for piece in _CONTRAST.split(sentence) if piece for part in _figures(piece)]


def _figures(sentence: str) -> list[str]:
    joined: list[str] = []
    for piece in _pieces(sentence):
        if joined and not (_complete(piece) and _complete(joined[-1])):
            joined[-1] += piece
        else:
            joined.append(piece)
    return [piece for piece in joined if content(piece) or facts.numbers(piece)]


def _with_before(sentence: str) -> Iterator[str]:
    """Yield each figure's part of a passage with the parts without a figure before it."""
    for part in _CONTRAST.split(sentence):
        held = ""
        for piece in _pieces(part or ""):
            held += piece
            if facts.numbers(piece):
                yield held
                held = ""


def _pieces(sentence: str) -> list[str]:
    """Cut at every mark; "lamps" in "5 years, lamps and toys have 2" goes with what is joined to it."""
    marks = [0, *(match.start() for match in _PART.finditer(sentence)), len(sentence)]
    found: list[str] = []
    for start, end in pairwise(marks):
        piece = sentence[start:end]
        if found and _JOINS.match(piece) and _OPENS.match(found[-1]) and not facts.numbers(found[-1]):
            found[-1] += piece
        elif piece:
            found.append(piece)
    return found


def _complete(piece: str) -> bool:
    """Say whether a piece says a figure and what it is of."""
    return bool(facts.numbers(piece)) and any(need.word not in _UNITS for need in content(piece))


def _statement(text: str) -> Statement:
    figures = facts.numbers(text)
    alike = [f"1 {one[2:]}" for one in figures if one.startswith("a ")]
    alike += [f"a {one[2:]}" for one in figures if one.startswith("1 ")]
    return Statement(text, frozenset(terms(text)), frozenset([*figures, *alike]), denies(text))


_FILLERS = frozenset(need.word for word in LISTS.fillers for need in needs(word)) | LISTS.fillers
_UNITS = frozenset(need.word for unit in LISTS.units for need in needs(unit)) | frozenset(LISTS.units)
