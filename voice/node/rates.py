"""From one sample rate to another, without waiting: what came in goes out 1.5 ms later.

Libraries for that (soxr) work in blocks: 8 kHz become 16 in pieces of 60 ms, which callers would hear as
waiting. This is a windowed sinc, and its sums for 2 ms are one matrix: of longer ones, most would be zeros.
"""

from functools import cache

import numpy
from numpy.typing import NDArray

Samples = NDArray[numpy.int16]
Sums = NDArray[numpy.float32]

BLOCKS = 500
"""In a second."""
SAMPLE = numpy.dtype("<i2")
CROSSINGS = 12
"""Of zero on either side, at the lower rate: how long the filter is."""
PASSED = 0.92
"""Of the band of the lower rate: up to here all is kept, above it ever less."""
BETA = 5.0
"""The window's form (Kaiser): 50 dB less of what would be heard as something else."""
RANGE = numpy.float32(-32768), numpy.float32(32767)
"""Of a sample."""


class Rate:
    """Brings audio of one rate to another, in whatever pieces it comes. Mono, 16 bit."""

    def __init__(self, source: int, target: int) -> None:
        """Both are multiples of BLOCKS."""
        self._same = source == target
        self._step = source // BLOCKS
        self._sums = _sums(source, target)
        self._kept = bytes((len(self._sums) - self._step) * SAMPLE.itemsize)

    def bring(self, audio: bytes) -> bytes:
        """Return what is ready after these samples."""
        if self._same or not audio:
            return audio
        came, size = self._kept + audio, SAMPLE.itemsize
        blocks = (len(came) // size - len(self._sums)) // self._step + 1
        self._kept = came[blocks * self._step * size :]
        if not blocks:
            return b""
        windows: Samples = numpy.ndarray(  # what each block is made of is a window of what came
            (blocks, len(self._sums)), SAMPLE, came, strides=(self._step * size, size)
        )
        made: Sums = windows @ self._sums
        return numpy.rint(made.clip(*RANGE, out=made), out=made).astype(SAMPLE).tobytes()


@cache
def _sums(source: int, target: int) -> Sums:
    """Return how each sample of a block (columns) is the sum of those that came (rows)."""
    lower = min(source, target)
    reach = CROSSINGS * source // lower
    came = numpy.arange(source // BLOCKS + 2 * reach)[:, None] - reach
    distance = numpy.arange(target // BLOCKS)[None, :] * source / target - came
    band = lower / source * PASSED
    window = numpy.i0(BETA * numpy.sqrt(numpy.clip(1 - (distance / reach) ** 2, 0, 1))) / numpy.i0(BETA)
    sums = band * numpy.sinc(band * distance) * window * (abs(distance) <= reach)
    made: Sums = (sums / sums.sum(axis=0)).astype(numpy.float32)
    return made
