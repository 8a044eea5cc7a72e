"""The sounds of keys (DTMF, ITU-T Q.23), for lines that have no other way to press them."""

from functools import cache

import numpy

from voice.node.legs import FRAME, RATE, SILENT

LOW = (697, 770, 852, 941)
HIGH = (1209, 1336, 1477, 1633)
PAD = ("123A", "456B", "789C", "*0#D")
LASTS = 5
"""Frames of a key, and of the silence after it: 100 ms each."""
LOUDNESS = 8000


def tones(keys: str) -> list[bytes]:
    """Return the frames of keys pressed one after the other; what is no key is a pause as long as one."""
    return [frame for key in keys.upper() for frame in (*_tone(key), *[SILENT] * LASTS)]


@cache
def _tone(key: str) -> tuple[bytes, ...]:
    found = next(((row, line.index(key)) for row, line in enumerate(PAD) if key in line), None)
    if found is None:
        return (SILENT,) * LASTS
    time = numpy.arange(LASTS * FRAME // 2) / RATE
    low, high = (numpy.sin(2 * numpy.pi * pitch * time) for pitch in (LOW[found[0]], HIGH[found[1]]))
    audio = (LOUDNESS * (low + high)).astype("<i2").tobytes()
    return tuple(audio[at : at + FRAME] for at in range(0, len(audio), FRAME))
