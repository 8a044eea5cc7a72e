"""From lexical evidence to confidence: how likely an article answers the question, 0 to 1.

A raw BM25 score says which article fits best, not whether it fits at all: that depends on how much of
the question the article has. The weights are a logistic regression over paraphrased questions to a
demo company's articles, unrelated questions, and the same paraphrases with the right article taken
out. The lead over the second article was tried as well and told nothing that these do not.
tests/unit/bots/test_accuracy.py measures the result on questions that were not used for it.
"""

import math

from bots.knowledge.index import Found

INTERCEPT = -4.5
COVERAGE = 2.5
CLOSENESS = 5.3
SUBSTANCE = 1.95
BREADTH = 2.8


def confidence(found: Found) -> float:
    """Return how likely it is that this is the answer."""
    evidence = (
        INTERCEPT
        + COVERAGE * found.coverage
        + CLOSENESS * found.closeness
        + SUBSTANCE * found.substance
        + BREADTH * found.breadth
    )
    return 1 / (1 + math.exp(-evidence))
