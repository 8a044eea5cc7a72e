"""How much speaks for each article: kernel ridge regression over the passages nearest to a question.

The nearest passages vote, and votes of passages that say the same are not counted twice. Questions that
have nothing to do with the base vote for "none of these". Fitting to the neighbourhood of the question at
hand costs about a millisecond whatever the size of the base, and leaves nothing to train when it changes.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bots.knowledge.retrieval.ports import Matrix

Vector = NDArray[np.float32]

NEAREST = 150
UNRELATED = 60
"""How many passages, and how many unrelated questions, have a vote."""

WIDTH = 0.4
"""How far, in cosine, a passage's vote carries; 0.2 to 0.8 make little difference."""

RIDGE = 1.0
"""How little a single passage is trusted."""

CODE_BOOST = 0.25
"""What sharing a code (a part number, an error code) is worth: vectors cannot tell codes apart."""


class Vote(NamedTuple):
    """What speaks for one article: its votes, its nearest passage (a row) and how near that is."""

    owner: int
    score: float
    row: int
    closeness: float


class Evidence(NamedTuple):
    """Votes by article, best first, and the vote for none of them."""

    votes: Sequence[Vote]
    none: float

    def strength(self, place: int) -> float:
        """Return how much speaks for the article in this place being the answer; no fixed scale."""
        vote = self.votes[place]
        return vote.score + vote.closeness - self.none

    def lead(self, place: int) -> float:
        """Return by how much this article is ahead of the best other one; negative when it is behind."""
        others = [vote.score for at, vote in enumerate(self.votes[:2]) if at != place]
        return self.votes[place].score - (others[0] if others else 0.0)


class Rows(NamedTuple):
    """Passages as unit vectors with the number of the article each belongs to."""

    vectors: Matrix
    owners: NDArray[np.int64]


def weigh(
    question: Vector,
    rows: Rows,
    unrelated: Matrix,
    *,
    without: NDArray[np.int64] | None = None,
    boosted: NDArray[np.int64] | None = None,
) -> Evidence:
    """Return what speaks for which article; rows in `without` are not there, `boosted` share a code."""
    likeness = rows.vectors @ question
    if without is not None:
        likeness[without] = -np.inf
    near = _largest(likeness, NEAREST)
    far = unrelated @ question
    apart = _largest(far, UNRELATED)
    weights = _fit(
        np.concatenate([rows.vectors[near], unrelated[apart]]),
        np.concatenate([likeness[near], far[apart]]),
    )
    votes = weights[: len(near)]
    if boosted is not None:
        votes = votes + np.where(np.isin(near, boosted), np.float32(CODE_BOOST), np.float32(0))
    return Evidence(_by_article(near, votes, likeness, rows.owners), float(weights[len(near) :].sum()))


def _largest(values: Vector, count: int) -> NDArray[np.int64]:
    everything = len(values) <= count
    largest = np.arange(len(values)) if everything else np.argpartition(-values, count - 1)[:count]
    return largest[np.isfinite(values[largest])]


def _fit(vectors: Matrix, likeness: Vector) -> Vector:
    """Return each vector's share in the prediction for the question (the dual form, one right side)."""
    kernel = np.exp((vectors @ vectors.T - 1) / WIDTH)
    kernel[np.diag_indices_from(kernel)] += RIDGE
    solved: Vector = np.linalg.solve(kernel, np.exp((likeness - 1) / WIDTH)).astype(np.float32)
    return solved


def _by_article(
    near: NDArray[np.int64], votes: Vector, likeness: Vector, owners: NDArray[np.int64]
) -> list[Vote]:
    scores: dict[int, float] = {}
    closest: dict[int, int] = {}
    for row, vote in zip(near.tolist(), votes.tolist(), strict=True):
        owner = int(owners[row])
        scores[owner] = scores.get(owner, 0.0) + vote
        if owner not in closest or likeness[row] > likeness[closest[owner]]:
            closest[owner] = row
    found = [
        Vote(owner, score, closest[owner], float(likeness[closest[owner]])) for owner, score in scores.items()
    ]
    return sorted(found, key=lambda vote: (-vote.score, vote.owner))
