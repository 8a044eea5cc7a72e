"""The silence around what a model says."""

import numpy
from numpy.typing import NDArray

QUIET = 0.01
"""What silence stays under, of 1."""
BEFORE, AFTER = 0.04, 0.25
"""Seconds of it that stay: as much as between clauses of somebody who reads."""


def trimmed(audio: NDArray[numpy.float32], rate: int) -> NDArray[numpy.float32]:
    """Return speech (-1 to 1) with little silence before and after it; of silence alone, nothing."""
    loud = numpy.flatnonzero(abs(audio) > QUIET)
    if not len(loud):
        return audio[:0]
    return audio[max(loud[0] - round(BEFORE * rate), 0) : loud[-1] + 1 + round(AFTER * rate)]
