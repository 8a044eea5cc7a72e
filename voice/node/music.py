"""Sounds made once and played round and round: a quiet figure for those who wait, the tone of ringing."""

from collections.abc import Iterator
from functools import cache

import numpy

from voice.node.legs import FRAME, RATE

BEAT = 0.5
LOUDNESS = 1600
CHORDS = ((60, 64, 67, 71), (57, 60, 64, 67), (62, 65, 69, 72), (55, 59, 62, 65))
"""C major seventh, A minor seventh, D minor seventh, G seventh: each broken upwards and down again."""
FIGURE = (0, 1, 2, 3, 2, 1, 2, 1)


@cache
def _loop() -> bytes:
    """Return the whole figure: 16 seconds."""
    length = round(BEAT * RATE)
    time = numpy.arange(2 * length) / RATE
    notes = [chord[step] for chord in CHORDS for step in FIGURE]
    total = numpy.zeros(length * (len(notes) + 1))
    for place, note in enumerate(notes):
        pitch = 440 * 2 ** ((note - 69) / 12)
        tone = numpy.sin(2 * numpy.pi * pitch * time) + 0.3 * numpy.sin(4 * numpy.pi * pitch * time)
        shape = numpy.minimum(time / 0.01, 1) * numpy.exp(-3 * time)
        total[place * length : (place + 2) * length] += LOUDNESS * tone * shape
    total[:length] += total[-length:]  # the last note rings into the first
    return total[:-length].astype("<i2").tobytes()


def music() -> Iterator[bytes]:
    """Yield frames for ever, from the beginning."""
    return _rounds(_loop())


@cache
def _ring() -> bytes:
    """Return the ringing tone: 425 Hz, a second of it every five (ITU-T E.180)."""
    time = numpy.arange(RATE) / RATE
    tone = (LOUDNESS * numpy.sin(2 * numpy.pi * 425 * time)).astype("<i2").tobytes()
    return tone + bytes(4 * len(tone))


def ringing() -> Iterator[bytes]:
    """Yield frames for ever, from the beginning."""
    return _rounds(_ring())


def _rounds(loop: bytes) -> Iterator[bytes]:
    while True:
        for start in range(0, len(loop), FRAME):
            yield loop[start : start + FRAME]
