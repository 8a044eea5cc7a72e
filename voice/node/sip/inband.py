"""Keys as tones in the audio (ITU-T Q.23), found by Goertzel's filters as one matrix product.

A window of 30 ms is looked at every 10 ms. It is a key where two tones, one of each group, are nearly all
the sound there is: speech and music have more in them.
"""

from collections.abc import Iterator

import numpy
from numpy.typing import NDArray

from voice.node.legs import FRAME_SAMPLES, RATE

LOW = (697.0, 770.0, 852.0, 941.0)
HIGH = (1209.0, 1336.0, 1477.0, 1633.0)
KEYS = ("123A", "456B", "789C", "*0#D")
WINDOW = 480
HOP = 160
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

_TURNS = numpy.outer(numpy.arange(WINDOW), numpy.array(LOW + HIGH)) * 2 * numpy.pi / RATE
_FILTERS = numpy.hstack([numpy.cos(_TURNS), numpy.sin(_TURNS)]).astype(numpy.float32)


class Tones:
    """Listens to one line, frame by frame."""

    def __init__(self) -> None:
        self._samples: NDArray[numpy.float32] = numpy.zeros(WINDOW - HOP, numpy.float32)
        self._seen, self._times, self._missing = "", 0, 0
        self._down = ""

    def hear(self, frame: bytes) -> Iterator[str]:
        """Yield the keys whose tones begin in a frame."""
        samples = numpy.frombuffer(frame, "<i2").astype(numpy.float32)
        if not self._down and not self._seen and float(samples @ samples) < QUIET * QUIET * FRAME_SAMPLES:
            self._samples = samples[HOP - WINDOW :]
            return
        heard = numpy.concatenate([self._samples, samples])
        self._samples = heard[HOP - WINDOW :]
        for start in range(0, len(heard) - WINDOW + 1, HOP):
            if key := self._press(_key(heard[start : start + WINDOW])):
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


def _key(window: NDArray[numpy.float32]) -> str:
    """Return the key of a window, or nothing."""
    power = float(window @ window) / WINDOW
    if power < QUIET * QUIET:
        return ""
    parts = window @ _FILTERS
    tones = (parts[:8] ** 2 + parts[8:] ** 2) * (2.0 / WINDOW / WINDOW)
    low, high = tones[:4], tones[4:]
    row, column = int(low.argmax()), int(high.argmax())
    first, second = float(low[row]), float(high[column])
    if first + second < SHARE * power or not LEAST_TWIST * second < first < MOST_TWIST * second:
        return ""
    others_low = float(low.sum()) - first
    others_high = float(high.sum()) - second
    if first < ALONE * others_low or second < ALONE * others_high:
        return ""
    return KEYS[row][column]
