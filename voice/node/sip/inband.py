"""Keys as tones in the audio (ITU-T Q.23), found by Goertzel's filters as one matrix product.

A window of 30 ms is looked at every 10 ms. It is a key where two tones, one of each group, are nearly all
the sound there is: speech and music have more in them. Two frames are looked at together, at 8 kHz, as what
costs is the number of steps.
"""

from collections.abc import Iterator, Sequence

import numpy
from numpy.typing import NDArray

from voice.node.legs import FRAME, RATE
from voice.node.rates import SAMPLE

LOW = (697.0, 770.0, 852.0, 941.0)
HIGH = (1209.0, 1336.0, 1477.0, 1633.0)
KEYS = ("123A", "456B", "789C", "*0#D")
EVERY = 2
"""Of the samples one is looked at: the tones are far below 4 kHz."""
WINDOW = 480 // EVERY
HOP = 160 // EVERY
TOGETHER = 2
"""Frames that are looked at together."""
QUIET = 100.0
"""The least loudness (root mean square) of a key, of 32767."""
SHARE = 0.7
"""How much of the sound the two tones are."""
LEAST_TWIST, MOST_TWIST = 0.12, 8.0
"""How loud the low tone is against the high one, in power."""
ALONE = 6.0
"""How much louder a tone is than the others of its group, in power."""
SEEN = 3
"""Windows in a row that show a key: it sounds for 40 ms at least."""
GONE = 2
"""Windows in a row that do not, before it can be pressed again."""

_TURNS = numpy.outer(numpy.arange(WINDOW), numpy.array(LOW + HIGH)) * 2 * numpy.pi * EVERY / RATE
_FILTERS = (numpy.hstack([numpy.cos(_TURNS), numpy.sin(_TURNS)]) * 2**0.5 / WINDOW).astype(numpy.float32)
_KEPT = WINDOW - HOP
_STARTS = numpy.arange(0, TOGETHER * FRAME // 2 // EVERY, HOP)
_PLACES = _STARTS[:, None] + numpy.arange(WINDOW)
"""Of the samples of each window."""


class Tones:
    """Listens to one line, frame by frame."""

    def __init__(self) -> None:
        self._samples: NDArray[numpy.float32] = numpy.zeros(_KEPT, numpy.float32)
        self._frames = b""
        self._seen, self._times, self._missing = "", 0, 0
        self._down = ""

    def hear(self, frame: bytes) -> Iterator[str]:
        """Return the keys whose tones begin in a frame, or began in the one before."""
        self._frames += frame
        if len(self._frames) < TOGETHER * FRAME:
            return iter(())
        samples = numpy.frombuffer(self._frames, SAMPLE)[::EVERY].astype(numpy.float32)
        self._frames = b""
        if not self._down and not self._seen and samples @ samples < QUIET * QUIET * HOP:
            self._samples = samples[-_KEPT:]  # not even one hop of it is loud enough
            return iter(())
        heard = numpy.concatenate((self._samples, samples))
        self._samples = samples[-_KEPT:]
        return self._pressed(heard[_PLACES])

    def _pressed(self, windows: NDArray[numpy.float32]) -> Iterator[str]:
        parts = windows @ _FILTERS
        parts *= parts
        tones = (parts[:, :8] + parts[:, 8:]).tolist()
        powers = (numpy.einsum("ij,ij->i", windows, windows) / WINDOW).tolist()
        for loud, power in zip(tones, powers, strict=True):
            if key := self._press(_key(loud, power)):
                yield key

    def _press(self, key: str) -> str:
        """Note what a window shows; return a key that was pressed."""
        if not key:
            self._seen, self._times = "", 0
            self._missing += 1
            if self._missing >= GONE:
                self._down = ""
            return ""
        self._missing = 0
        self._times = self._times + 1 if key == self._seen else 1
        self._seen = key
        if self._times < SEEN or key == self._down:
            return ""
        self._down = key
        return key


def _key(tones: Sequence[float], power: float) -> str:
    """Return the key of a window, or nothing; the tones' power is counted as in that of the whole."""
    low, high = tones[:4], tones[4:]
    first, second = max(low), max(high)
    if power < QUIET * QUIET or first + second < SHARE * power:
        return ""
    if not LEAST_TWIST * second < first < MOST_TWIST * second:
        return ""
    if first < ALONE * (sum(low) - first) or second < ALONE * (sum(high) - second):
        return ""
    return KEYS[low.index(first)][high.index(second)]
