"""Calibrating a base against itself: its own questions, each left out in turn, and unrelated ones.

A question of an article that has others must find its article without itself: that is an answerable
question. The same question with its whole article gone is one this base cannot answer although it is about
its subject; unrelated questions are the other kind it cannot answer.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bots.knowledge.retrieval.chances import Column, Curves, Source, Trial, fit, weights_of
from bots.knowledge.retrieval.evidence import Evidence
from bots.knowledge.retrieval.ports import Curve, Point
from bots.knowledge.retrieval.space import Space

TRIED = 250
"""At most this many of a base's questions are tried: a second or two on one core."""

ENOUGH = 20
"""From this many answerable questions on a base speaks for itself."""

PRECISION = 0.9
"""The share of right answers an answer threshold must keep, half of all questions being unanswerable."""

ANSWER_FROM = 0.4
ANSWER_RANGE = (0.35, 0.9)
CHOICES_FROM = 0.2
CHOICES_RANGE = (0.1, 0.35)
STILL_OFFERED = 0.95
"""The share of answerable questions that should get an answer or choices."""

_THRESHOLDS = tuple(round(step / 50, 2) for step in range(1, 50))


class Measured(NamedTuple):
    """What trying a space's questions showed: the curves of probabilities, and the trials."""

    curves: Curves
    trials: Sequence[Trial]


def measure(space: Space) -> Iterator[Measured | None]:
    """Yield None after every few trials (somebody may have a question meanwhile) and the result at last."""
    trials: list[Trial] = []
    for row in _spread(space):
        trials += _own_trials(space, int(row))
        yield None
    for at, rival in enumerate(space.rivals):
        trials.append(_trial(Source.UNRELATED, space.weigh(rival, "", rival=at)))
        yield None
    yield Measured(fit(trials), trials)


def curve(measured: Sequence[Measured]) -> Curve:
    """Return what confidences mean over all of a base's spaces, and the thresholds that follow."""
    trials = [trial for one in measured for trial in one.trials]
    own = np.array([trial.source is Source.OWN for trial in trials], bool)
    if own.sum() < ENOUGH:
        return Curve(
            points=(),
            answer_from=ANSWER_FROM,
            choices_from=CHOICES_FROM,
            answerable=int(own.sum()),
            unanswerable=len(trials) - int(own.sum()),
            measured=False,
        )
    pairs = [(one.curves, trial) for one in measured for trial in one.trials]
    chances = np.array([curves.right.of(trial.strength, trial.lead) for curves, trial in pairs])
    known = np.array([curves.known.of(trial.strength, 0.0) for curves, trial in pairs])
    right = np.array([trial.right for trial in trials], bool)
    points = tuple(_point(threshold, chances, own, right, weights_of(trials)) for threshold in _THRESHOLDS)
    low, high = ANSWER_RANGE
    good = [point.threshold for point in points if point.precision >= PRECISION and point.threshold >= low]
    answer_from = min(min(good, default=high), high)
    low, high = CHOICES_RANGE
    choices_from = float(np.clip(np.quantile(known[own], 1 - STILL_OFFERED), low, high))
    return Curve(
        points=points,
        answer_from=answer_from,
        choices_from=round(choices_from, 3),
        answerable=int(own.sum()),
        unanswerable=int((~own).sum()),
        measured=True,
    )


def _spread(space: Space) -> Sequence[int]:
    """Return at most TRIED rows of questions and titles, spread evenly over the base."""
    step = max(len(space.asked) / TRIED, 1.0)
    return [int(space.asked[int(at * step)]) for at in range(int(len(space.asked) / step))]


def _own_trials(space: Space, row: int) -> list[Trial]:
    owner = int(space.rows.owners[row])
    vector, text = space.rows.vectors[row], space.passages[row].text
    family = space.of(owner)
    trials = [_trial(Source.RELATED, space.weigh(vector, text, without=family))]
    if np.isin(family, space.asked).sum() > 1:
        same = family[space.rows.vectors[family] @ vector > 0.999]  # the same question twice is no trial
        trials.append(_trial(Source.OWN, space.weigh(vector, text, without=same), owner))
    return trials


def _trial(source: Source, found: Evidence, owner: int | None = None) -> Trial:
    if not found.votes:
        return Trial(source, 0.0, 0.0, right=False)
    return Trial(source, found.strength(0), found.lead(0), right=found.votes[0].owner == owner)


def _point(
    threshold: float,
    chances: Column,
    own: NDArray[np.bool_],
    right: NDArray[np.bool_],
    weights: Column,
) -> Point:
    answered = chances >= threshold
    given = float(weights[answered].sum())
    return Point(
        threshold=threshold,
        precision=round(float(weights[answered & right].sum()) / given, 4) if given else 1.0,
        coverage=round(float(answered[own].mean()), 4),
        leak=round(float(weights[answered & ~own].sum() / weights[~own].sum()), 4) if not own.all() else 0.0,
    )
