"""Our own voice that comes back: telephones that speak aloud let the microphone hear what we say.

What comes in is compared with what went out. An echo comes at the same delay throughout a call and never much
louder than at first, so that a caller who speaks over it is told from it.
"""

from typing import cast

import numpy
from numpy.typing import NDArray

from voice.node.legs import FRAME_SAMPLES, SILENT

Samples = NDArray[numpy.float32]

EVERY = 4
"""Of the samples one is looked at (their mean): an echo's band is narrow."""
STEP = FRAME_SAMPLES // EVERY
WINDOW = 6 * STEP
"""How much of what came in is compared: 120 ms."""
LONGEST = 30 * STEP
"""The longest delay: 600 ms, with an internet telephone in between."""
MEMORY = (LONGEST + WINDOW) // STEP
"""Frames that are remembered of what went out."""
TAIL = 6 * STEP
"""How long a room goes on sounding."""
QUIET = 60.0
"""Loudness (of 32767) below which nothing is said, and nobody interrupts."""
ALIKE = 0.55
"""How alike sounds are (correlation) of which one is taken for the other's echo."""
LEARNT = 0.3
"""The same over some time, at one delay."""
LOUDER = 1.8
"""Than the echo is what a caller adds to it."""
CLEAN = 0.02
"""Of our loudness comes back at most where there is no echo."""
SURE, MOST_SURE = 25, 100
"""Frames of our speech without an echo that show that this line has none; and the most that are counted."""
KEEP = 0.8


class EchoGuard:
    """Judges one leg's frames. While we are silent it costs nothing."""

    def __init__(self) -> None:
        self._sent: Samples = numpy.zeros(LONGEST + WINDOW, numpy.float32)
        self._came: Samples = numpy.zeros(WINDOW, numpy.float32)
        self._likeness: Samples = numpy.zeros(LONGEST + 1, numpy.float32)  # by delay, over time
        self._delay: int | None = None
        self._gain = 0.0  # how loud an echo is, against what went out
        self._clean = 0
        self._silent = MEMORY  # frames since something went out

    def is_echo(self, frame: bytes, said: bytes) -> bool:
        """Tell whether what came in is our own voice, after `said` went out; call it for every frame."""
        self._silent = 0 if said != SILENT else self._silent + 1
        if self._silent > MEMORY:
            return False
        self._sent = numpy.concatenate((self._sent[STEP:], _fewer(said)))
        self._came = numpy.concatenate((self._came[STEP:], _fewer(frame)))
        came, sent = _loudness(self._came[-STEP:]), _loudness(self._sent)
        if sent < QUIET:
            return False
        self._count(came, sent)
        if came < QUIET:
            return True
        if self._clean >= SURE:
            return False
        likeness = self._compare()
        return self._judge(came, likeness)

    def _count(self, came: float, sent: float) -> None:
        change = 1 if came < CLEAN * sent else -1
        self._clean = max(0, min(self._clean + change, MOST_SURE))
        if self._clean >= SURE:
            self._delay, self._gain = None, 0.0
            self._likeness[:] = 0

    def _compare(self) -> Samples:
        """Return how alike what came in is to what went out, for every delay; learn the delay from it."""
        size = 1 << (len(self._sent) + WINDOW - 1).bit_length()
        products = numpy.fft.irfft(
            numpy.fft.rfft(self._sent, size) * numpy.conj(numpy.fft.rfft(self._came, size)), size
        )[: LONGEST + 1]
        energy = numpy.concatenate(([0.0], numpy.cumsum(numpy.square(self._sent, dtype=numpy.float64))))
        each = energy[WINDOW:] - energy[:-WINDOW]
        norm = numpy.sqrt(numpy.maximum(each, WINDOW) * max(float(self._came @ self._came), WINDOW))
        likeness = cast(Samples, (abs(products) / norm)[::-1].astype(numpy.float32))  # by delay
        self._likeness = KEEP * self._likeness + (1 - KEEP) * likeness
        best = int(self._likeness.argmax())
        if self._likeness[best] > LEARNT:
            self._delay = best
        return likeness

    def _judge(self, came: float, likeness: Samples) -> bool:
        if self._delay is None:
            return bool(likeness.max() > ALIKE)
        near = likeness[max(self._delay - 4, 0) : self._delay + 5].max()
        end = len(self._sent) - self._delay
        ours = _loudness_most(self._sent[max(end - TAIL - STEP, 0) : end])
        if near > ALIKE:
            self._gain = max(self._gain * 0.98, came / max(ours, 1.0))
            return True
        return came < LOUDER * self._gain * ours


def _fewer(frame: bytes) -> Samples:
    samples = numpy.frombuffer(frame, "<i2").astype(numpy.float32)
    return cast(Samples, samples.reshape(-1, EVERY).mean(axis=1))


def _loudness(samples: Samples) -> float:
    return float(numpy.sqrt(samples @ samples / len(samples)))


def _loudness_most(samples: Samples) -> float:
    """Return the loudness of the loudest frame."""
    whole = samples[len(samples) % STEP :].reshape(-1, STEP)
    return float(numpy.sqrt(numpy.square(whole).mean(axis=1).max())) if whole.size else 0.0
