"""The figures of an evaluation, from what was found for each question."""

from collections.abc import Sequence

import numpy as np

from bots.knowledge.answering import SHARE, WORTH
from bots.knowledge.bot import CHOICES
from bots.knowledge.retrieval.ports import Found, Zone
from hub.core.records import Value

RANKED = 10
"""Places that count for the mean reciprocal rank."""


class Quality(Value, frozen=True, kw_only=True):
    """How good the answers are; shares from 0 to 1, None where the questions do not show it.

    `precision` and `coverage` are those at the calibrated threshold: the share of right answers among all
    answers given, and the share of answerable questions that got one. `leak` is the share of unanswerable
    questions that got an answer. `helped` counts right answers and right choices.
    """

    answerable: int
    unanswerable: int
    accuracy_at_1: float | None
    recall_at_5: float | None
    mrr: float | None
    auroc: float | None
    precision: float | None
    coverage: float | None
    leak: float | None
    helped: float | None


def quality(found: Sequence[Found], wanted: Sequence[str | None]) -> Quality:
    """Return the figures; `wanted` are the right articles, None for what should not be answered."""
    own = [(one, article) for one, article in zip(found, wanted, strict=True) if article is not None]
    others = [one for one, article in zip(found, wanted, strict=True) if article is None]
    ranks = [_rank(one, article) for one, article in own]
    answered = [_rank(one, article) == 1 for one, article in own if one.zone is Zone.ANSWER]
    leaked = sum(one.zone is Zone.ANSWER for one in others)
    helped = [
        rank == 1 if one.zone is Zone.ANSWER else one.zone is Zone.CHOICES and _is_offered(one, rank)
        for (one, _), rank in zip(own, ranks, strict=True)
    ]
    return Quality(
        answerable=len(own),
        unanswerable=len(others),
        accuracy_at_1=_share(sum(rank == 1 for rank in ranks), len(own)),
        recall_at_5=_share(sum(1 <= rank <= 5 for rank in ranks), len(own)),
        mrr=_share(sum(1 / rank for rank in ranks if rank), len(own)),
        auroc=auroc([one.answerable for one, _ in own], [one.answerable for one in others]),
        precision=_share(sum(answered), len(answered) + leaked),
        coverage=_share(len(answered), len(own)),
        leak=_share(leaked, len(others)),
        helped=_share(sum(helped), len(own)),
    )


def auroc(higher: Sequence[float], lower: Sequence[float]) -> float | None:
    """Return the chance that one of the first is above one of the second, ties counting half."""
    if not higher or not lower:
        return None
    below = np.sort(np.array(lower))
    above = np.array(higher)
    wins = np.searchsorted(below, above, "left") + np.searchsorted(below, above, "right")
    return round(float(wins.mean()) / (2 * len(below)), 4)


def _rank(found: Found, article: str | None) -> int:
    """Return the place of the right article among the hits, 0 when it is not there."""
    return next((place for place, hit in enumerate(found.hits, 1) if hit.article_id == article), 0)


def _is_offered(found: Found, rank: int) -> bool:
    """Say whether the bot would offer the hit in this place as a choice."""
    if not 1 <= rank <= CHOICES:
        return False
    chances = [hit.probability for hit in found.hits]
    return chances[rank - 1] >= max(WORTH, SHARE * chances[0])


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
