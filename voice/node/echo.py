"""Our own voice that comes back: telephones that speak aloud let the microphone hear what we say.

What comes in is compared with what went out. An echo comes at the same delay throughout a call and never much
louder than at first, so that a caller who speaks over it is told from it.
"""

from collections import deque
from collections.abc import Iterable
from math import sqrt
from typing import cast

import numpy
from numpy.typing import NDArray

from voice.node.legs import FRAME_SAMPLES, SILENT
from voice.node.rates import SAMPLE

Samples = NDArray[numpy.float32]

EVERY = 4
"""Of the samples one is looked at (their mean): an echo's band is narrow."""
STEP = FRAME_SAMPLES // EVERY
COMPARED = 6
WINDOW = COMPARED * STEP
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
SURE, MOST_SURE = 40, 100
"""Frames of our speech without an echo that show that this line has none; and the most that are counted."""
KEEP = 0.8
OFTEN, SELDOM = 2, 5
"""Frames for which a judgement does, as six are compared; and of somebody who goes on speaking over us."""
KNOWN = 5
"""Judgements in a row after which somebody is known to."""
LOOK = 4
"""Frames of which one tells how loud we are."""
_MEAN = numpy.full(EVERY, 1 / EVERY, numpy.float32)


class EchoGuard:
    """Judges one leg's frames. While we are silent it costs nothing, and little where there is no voice."""

    def __init__(self) -> None:
        self._sent: deque[bytes] = deque([SILENT] * MEMORY, MEMORY)
        self._came: deque[bytes] = deque([SILENT] * COMPARED, COMPARED)
        self._powers: deque[float] = deque([0.0] * (MEMORY // LOOK), MEMORY // LOOK)  # of what was sent
        self._loudness = 0.0  # of it all
        self._likeness: Samples = numpy.zeros(LONGEST + 1, numpy.float32)  # by delay, over time
        self._delay: int | None = None
        self._gain = 0.0  # how loud an echo is, against what went out
        self._clean = 0
        self._silent = MEMORY  # frames since something went out
        self._frames = self._judged = 0
        self._echoes = False  # the frame that was judged last
        self._others = 0  # judgements in a row that it was somebody else

    def is_echo(self, frame: bytes, said: bytes, loudness: float) -> bool:
        """Tell whether what came in is our own voice, after `said` went out; call it for every frame.

        Of a frame without a voice in it (`loudness` 0) nobody wants to know: it is not compared.
        """
        self._silent = 0 if said != SILENT else self._silent + 1
        if self._silent > MEMORY:
            return False
        self._sent.append(said)
        self._came.append(frame)
        self._frames += 1
        if self._frames % LOOK == 0:
            self._look(frame, said)
        if not loudness or self._loudness < QUIET:
            return False
        if loudness < QUIET:
            return True
        if self._clean >= SURE:
            return False
        if self._frames >= self._judged + (SELDOM if self._others >= KNOWN else OFTEN):
            self._judged, self._echoes = self._frames, self._judge(loudness, *self._compare())
            self._others = 0 if self._echoes else self._others + 1
        return self._echoes

    def _look(self, frame: bytes, said: bytes) -> None:
        """See how loud we are, and whether anything comes back."""
        self._powers.append(power_of(said) if self._silent == 0 else 0.0)
        self._loudness = sqrt(sum(self._powers) / len(self._powers))
        if self._loudness < QUIET:
            return
        if sqrt(power_of(frame)) >= CLEAN * self._loudness:
            self._clean = max(self._clean - LOOK, 0)
            return
        known, self._clean = self._clean >= SURE, min(self._clean + LOOK, MOST_SURE)
        if self._clean >= SURE and not known:
            self._delay, self._gain = None, 0.0
            self._likeness[:] = 0

    def _compare(self) -> tuple[Samples, Samples]:
        """Return how alike what came in is to what went out, for every delay; learn the delay from it.

        Beside it, what went out.
        """
        sent, came = _fewer(self._sent), _fewer(self._came)
        products = numpy.fft.irfft(
            numpy.fft.rfft(sent) * numpy.conj(numpy.fft.rfft(came, len(sent))), len(sent)
        )[: LONGEST + 1]  # where what came lies within what went out: no delay is in the way of another
        energy = numpy.concatenate(([0.0], numpy.cumsum(numpy.square(sent, dtype=numpy.float64))))
        each = energy[WINDOW:] - energy[:-WINDOW]
        norm = numpy.sqrt(numpy.maximum(each, WINDOW) * max(float(came @ came), WINDOW))
        likeness = cast(Samples, (abs(products) / norm)[::-1].astype(numpy.float32))  # by delay
        self._likeness = KEEP * self._likeness + (1 - KEEP) * likeness
        best = int(self._likeness.argmax())
        if self._likeness[best] > LEARNT:
            self._delay = best
        return likeness, sent

    def _judge(self, came: float, likeness: Samples, sent: Samples) -> bool:
        if self._delay is None:
            return bool(likeness.max() > ALIKE)
        near = likeness[max(self._delay - 4, 0) : self._delay + 5].max()
        end = len(sent) - self._delay
        ours = _loudness_most(sent[max(end - TAIL - STEP, 0) : end])
        if near > ALIKE:
            self._gain = max(self._gain * 0.98, came / max(ours, 1.0))
            return True
        return came < LOUDER * self._gain * ours


def power_of(frame: bytes) -> float:
    """Return the mean square of a frame's samples."""
    samples = numpy.frombuffer(frame, SAMPLE).astype(numpy.float32)
    return float(numpy.dot(samples, samples)) / len(samples)


def _fewer(frames: Iterable[bytes]) -> Samples:
    samples = numpy.frombuffer(b"".join(frames), "<i2").astype(numpy.float32)
    return cast(Samples, samples.reshape(-1, EVERY) @ _MEAN)


def _loudness_most(samples: Samples) -> float:
    """Return the loudness of the loudest frame."""
    whole = samples[len(samples) % STEP :].reshape(-1, STEP)
    return float(numpy.sqrt(numpy.square(whole).mean(axis=1).max())) if whole.size else 0.0
