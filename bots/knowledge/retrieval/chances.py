"""From evidence to probability: a logistic curve, drawn towards a general one by what a base can tell.

Evidence is first measured in the base's own terms: by how many standard deviations it exceeds what
unrelated questions find there. That makes bases and models comparable, so that a general curve exists. A
base whose own questions can be tried moves its curve as far as they justify (the general one is the prior
of the fit).
"""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]


class Chances(NamedTuple):
    """Probability = logistic(intercept + strength * (standardised strength) + lead * lead)."""

    intercept: float
    strength: float
    lead: float
    usual: float = 0.0
    spread: float = 1.0

    def of(self, strength: float, lead: float) -> float:
        """Return how likely an article with this evidence is the answer."""
        measured = (strength - self.usual) / self.spread
        reach = self.intercept + self.strength * measured + self.lead * lead
        return float(1 / (1 + np.exp(-np.clip(reach, -30, 30))))


class Curves(NamedTuple):
    """Both curves: that the article is the right one, and that the base has an answer at all."""

    right: Chances
    known: Chances


GENERAL = Curves(right=Chances(-2.8, 0.65, 6.0), known=Chances(-2.9, 1.1, 0.0))
"""Fitted over the sets in tests/corpus/knowledge, each left out in turn (docs/knowledge-search.md)."""

_PRIOR_SPREAD = np.array([1.0, 0.3, 3.0])
"""How far a base may reasonably be from the general curve."""

_STEPS = 25


class Source(StrEnum):
    """Where a tried question comes from."""

    OWN = "own"
    RELATED = "related"
    UNRELATED = "unrelated"


class Trial(NamedTuple):
    """One question tried: its evidence, and whether answering with the first article were right.

    Only OWN questions have an answer: RELATED ones are those whose article was taken out.
    """

    source: Source
    strength: float
    lead: float
    right: bool


MIX = {Source.OWN: 0.6, Source.RELATED: 0.1, Source.UNRELATED: 0.3}
"""What customers are taken to ask."""


def fit(trials: Sequence[Trial], general: Curves = GENERAL) -> Curves:
    """Return the curves for a base, in terms of what its unrelated questions reach."""
    unrelated = [trial.strength for trial in trials if trial.source is Source.UNRELATED]
    usual = float(np.mean(unrelated)) if unrelated else 0.0
    spread = max(float(np.std(unrelated)), 1e-3) if unrelated else 1.0
    right, known = (one._replace(usual=usual, spread=spread) for one in general)
    if not any(trial.source is Source.OWN for trial in trials):
        return Curves(right, known)
    strengths = (np.array([trial.strength for trial in trials]) - usual) / spread
    leads = np.array([trial.lead for trial in trials])
    weights = weights_of(trials) * len(trials)
    is_right = np.array([trial.right for trial in trials], float)
    is_known = np.array([trial.source is Source.OWN for trial in trials], float)
    return Curves(
        right=_fitted(right, strengths, leads, is_right, weights),
        known=_fitted(known, strengths, np.zeros(len(trials)), is_known, weights),
    )


def _fitted(prior: Chances, strengths: Column, leads: Column, true: Column, weights: Column) -> Chances:
    features = np.stack([np.ones(len(strengths)), strengths, leads], axis=1)
    found = _map_estimate(features, true, weights, np.array(prior[:3]))
    # A base cannot teach that more evidence makes an answer less likely.
    return prior._replace(
        intercept=float(found[0]), strength=float(max(found[1], 0.1)), lead=float(max(found[2], 0.0))
    )


def weights_of(trials: Sequence[Trial]) -> Column:
    """Return each trial's share in MIX, whatever the numbers of trials of each kind."""
    counts = Counter(trial.source for trial in trials)
    shares = np.array([MIX[trial.source] / counts[trial.source] for trial in trials])
    scaled: Column = shares / shares.sum()
    return scaled


def _map_estimate(features: Column, right: Column, weights: Column, prior: Column) -> Column:
    """Return the most likely coefficients given normal ones around `prior`: Newton's method, held back."""
    precision = np.diag(1 / _PRIOR_SPREAD**2)

    def loss(at: Column) -> float:
        reach = features @ at
        unlikely = weights @ (np.logaddexp(0, reach) - right * reach)
        return float(unlikely + 0.5 * (at - prior) @ precision @ (at - prior))

    found = prior.copy()
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(features @ found, -30, 30)))
        slope = features.T @ (weights * (chance - right)) + precision @ (found - prior)
        bend = (features * (weights * chance * (1 - chance))[:, None]).T @ features + precision
        step = np.linalg.solve(bend, slope)
        while loss(found - step) > loss(found) and np.abs(step).max() > 1e-6:
            step = step / 2  # a full step can leap over the minimum
        found = found - step
        if np.abs(step).max() < 1e-6:
            break
    return found
