"""From lexical evidence to confidence: how likely an article answers the question, 0 to 1.

A raw BM25 score says which article fits best, not whether it fits at all: that depends on how much of
the question the article has. The weights are a logistic regression over paraphrased questions to a
demo company's articles, unrelated questions, and the same paraphrases with the right article taken
out; tests/unit/bots measures them on questions that were not used for it.
"""

import math

from bots.knowledge.index import Found

INTERCEPT = -3.5
COVERAGE = 2.8
CLOSENESS = 4.9
SUBSTANCE = 3.1
MARGIN = 0.4


def confidences(found: list[Found]) -> list[float]:
    """Return each result's confidence; results come best first."""
    return [
        confidence(one, max((other.fit for other in found if other is not one), default=0.0)) for one in found
    ]


def confidence(found: Found, rival: float) -> float:
    """Return how likely it is that this is the answer; `rival` is the best fit among the others."""
    margin = max((found.fit - rival) / found.fit, -1.0)
    evidence = (
        INTERCEPT
        + COVERAGE * found.coverage
        + CLOSENESS * found.closeness
        + SUBSTANCE * found.substance
        + MARGIN * margin
    )
    return 1 / (1 + math.exp(-evidence))
