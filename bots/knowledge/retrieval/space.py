"""The passages of a base that one model reads, as vectors, and what speaks for which article among them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bots.knowledge.retrieval.evidence import Evidence, Rows, Vector, weigh
from bots.knowledge.retrieval.ports import Kind, Matrix, Passage, unit
from bots.knowledge.retrieval.tidy import codes

Indexes = NDArray[np.int64]

_RELATED = 0.7
"""An unrelated question this near to a passage is not unrelated to this base."""

_COMMON = 0.1
"""A code that a larger share of articles has says nothing (a year, a currency)."""


class Background:
    """Unrelated questions as one model sees them: the centre of its space, and rivals to every passage."""

    def __init__(self, unrelated: Matrix) -> None:
        self._centre: Vector = unrelated.mean(0)
        self.rivals = self.place(unrelated)

    def place(self, vectors: Matrix) -> Matrix:
        """Return the vectors as seen from the centre: without what all texts have in common."""
        return unit(vectors - self._centre)


class Space:
    """An immutable view of some articles' passages; a changed base gets a new one, in milliseconds."""

    def __init__(
        self, background: Background, passages: Sequence[Passage], vectors: Sequence[Vector], dims: int
    ) -> None:
        """`vectors` are placed already, one for each passage, an article's passages side by side."""
        self.background = background
        self.passages = passages
        numbers: dict[str, int] = {}
        for passage in passages:
            numbers.setdefault(passage.article_id, len(numbers))
        self.articles = list(numbers)
        owners = np.array([numbers[passage.article_id] for passage in passages], np.int64)
        stacked = np.stack(vectors) if vectors else np.zeros((0, dims), np.float32)
        self.rows = Rows(stacked, owners)
        self.asked: Indexes = np.flatnonzero([passage.kind is not Kind.BODY for passage in passages])
        self._codes = _code_rows(passages, owners, len(numbers))
        # Unrelated questions, less those that come close to these articles.
        self.rivals = background.rivals
        if len(passages):
            self.rivals = self.rivals[(self.rivals @ stacked.T).max(1) < _RELATED]

    def weigh(
        self,
        question: Vector,
        text: str,
        *,
        without: Indexes | None = None,
        rival: int | None = None,
    ) -> Evidence:
        """Return what speaks for which article of this space; `question` is placed.

        To try a question of the base itself leave its rows out (`without`), to try an unrelated one its
        own place among the rivals (`rival`).
        """
        shared = [self._codes[code] for code in codes(text) if code in self._codes]
        boosted = np.unique(np.concatenate(shared)) if shared else None
        rivals = self.rivals
        if rival is not None:
            rivals = np.delete(rivals, rival, axis=0)
        return weigh(question, self.rows, rivals, without=without, boosted=boosted)

    def of(self, owner: int) -> Indexes:
        """Return the rows of an article."""
        return np.flatnonzero(self.rows.owners == owner)

    def nearest_body(self, question: Vector, owner: int) -> str:
        """Return the id of an article's body passage nearest to a placed question, "" when it has none."""
        rows = [int(row) for row in self.of(owner) if self.passages[row].kind is Kind.BODY]
        if not rows:
            return ""
        return self.passages[rows[int(np.argmax(self.rows.vectors[rows] @ question))]].passage_id


def _code_rows(passages: Sequence[Passage], owners: Indexes, articles: int) -> dict[str, Indexes]:
    holders: dict[str, list[int]] = {}
    for row, passage in enumerate(passages):
        for code in codes(passage.text):
            holders.setdefault(code, []).append(row)
    most = max(2, int(articles * _COMMON))
    return {
        code: np.array(rows, np.int64)
        for code, rows in holders.items()
        if len({int(owners[row]) for row in rows}) <= most
    }
