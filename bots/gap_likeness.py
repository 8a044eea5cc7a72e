"""Which gap a question is likest to: by meaning where a model reads its language, else by words.

Thresholds were measured on the question sets in tests/corpus/knowledge; docs/knowledge.md has the figures,
`python -m tests.figures.gaps` prints them.
"""

from collections.abc import Iterable

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from bots.knowledge.retrieval.evidence import Vector
from bots.knowledge.retrieval.ports import Matrix
from bots.knowledge.words import Need, needs, normalised, terms

ALIKE = 0.62
"""By words, from this likeness (0 to 1) on two questions ask for the same. "Ship to Norway" and "ship to
Sweden" (0.5) stay apart, paraphrases in the same words (0.65 and more) meet."""

MEANT = 0.6
"""By meaning, a question joins the gap to whose questions it is this like on average ..."""
NEXT_TO = 0.75
"""... or to one of whose questions it is this like: the same words never begin a second gap."""

REMEMBERED = 6
"""So many questions stand for a gap: its first ones, so that it does not drift."""


class Asked(Struct, frozen=True):
    """A question as it is compared: what it is about, the terms it satisfies, and what it means, if known."""

    text: str
    needs: list[Need]
    terms: frozenset[str]
    vector: Vector | None = None


class KnownGaps:
    """The gaps there are in one language, by the questions that stand for them. Comparing costs CPU."""

    def __init__(self) -> None:
        self._asked: dict[str, list[Asked]] = {}  # by gap
        self._holders: dict[str, set[str]] = {}  # by term: the gaps that may be alike
        self._rows: tuple[list[str], NDArray[np.int64], Matrix] | None = None  # gaps, their numbers, vectors

    def add(self, gap: str, asked: Asked) -> None:
        """Let a question stand for a gap, if there are not enough."""
        known = self._asked.setdefault(gap, [])
        if len(known) < REMEMBERED:
            known.append(asked)
            self._rows = None
            for term in asked.terms or {asked.text}:
                self._holders.setdefault(term, set()).add(gap)

    def forget(self, gap: str) -> None:
        """Let a gap go."""
        self._rows = None
        for asked in self._asked.pop(gap, []):
            for term in asked.terms or {asked.text}:
                self._holders[term].discard(gap)

    def of(self, gap: str) -> list[Asked]:
        """Return the questions that stand for a gap."""
        return list(self._asked.get(gap, ()))

    def likest(self, asked: Asked) -> str | None:
        """Return the gap that asks for the same, or None."""
        ranked = self.ranked(asked)
        return ranked[0][1] if ranked and ranked[0][0] >= 1.0 else None

    def ranked(self, asked: Asked) -> list[tuple[float, str]]:
        """Return gaps with how like they are, likest first; from 1 on they ask for the same."""
        if asked.vector is not None:
            found = self._by_meaning(asked.vector)
        else:
            found = ((score / ALIKE, gap) for score, gap in self._by_words(asked))
        return sorted(found, key=lambda one: (-one[0], one[1]))

    def _by_words(self, asked: Asked) -> Iterable[tuple[float, str]]:
        near = set[str]().union(*(self._holders.get(term, ()) for term in asked.terms or {asked.text}))
        for gap in near:
            yield max(likeness(asked, one) for one in self._asked[gap]), gap

    def _by_meaning(self, vector: Vector) -> Iterable[tuple[float, str]]:
        gaps, owners, rows = self._vectors()
        if not gaps:
            return ()
        likenesses = rows @ vector
        mean = np.bincount(owners, likenesses) / np.bincount(owners)
        nearest = np.full(len(gaps), -1.0)
        np.maximum.at(nearest, owners, likenesses)
        scores = np.maximum(mean / MEANT, nearest / NEXT_TO)
        return zip(scores.tolist(), gaps, strict=True)

    def _vectors(self) -> tuple[list[str], NDArray[np.int64], Matrix]:
        if self._rows is None:
            read = [(gap, one.vector) for gap, known in self._asked.items() for one in known]
            rows = [(gap, vector) for gap, vector in read if vector is not None]
            numbers = {gap: number for number, gap in enumerate(dict.fromkeys(gap for gap, _ in rows))}
            owners = np.array([numbers[gap] for gap, _ in rows], np.int64)
            stacked = np.stack([vector for _, vector in rows]) if rows else np.zeros((0, 0), np.float32)
            self._rows = (list(numbers), owners, stacked)
        return self._rows


def read(text: str, vector: Vector | None = None) -> Asked:
    """Return a question as it is compared."""
    return Asked(" ".join(normalised(text).split()), needs(text), frozenset(terms(text)), vector)


def likeness(one: Asked, other: Asked) -> float:
    """Return how much two questions are about the same, 0 to 1; only words that say something count."""
    if one.text == other.text:
        return 1.0
    total = sum(need.scale for need in (*one.needs, *other.needs))
    return (_shared(one, other) + _shared(other, one)) / total if total else 0.0


def _shared(one: Asked, other: Asked) -> float:
    return sum(
        need.scale * max((credit for term, credit in need.terms if term in other.terms), default=0.0)
        for need in one.needs
    )
