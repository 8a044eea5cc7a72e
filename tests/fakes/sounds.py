"""Sounds made up for tests, and what a telephone line makes of them."""

import numpy
from numpy.typing import NDArray

RATE = 16_000
Samples = NDArray[numpy.float64]


def speech(seconds: float, seed: int = 1, rate: int = RATE) -> Samples:
    """Return what has the form of speech: a voice's harmonics through moving formants, in syllables."""
    chance = numpy.random.default_rng(seed)
    parts: list[Samples] = []
    while sum(map(len, parts)) < seconds * rate:
        times = numpy.arange(round(chance.uniform(0.08, 0.3) * rate)) / rate
        pitch = chance.uniform(90, 260) * (1 + chance.uniform(-0.3, 0.3) * times)
        phase = 2 * numpy.pi * numpy.cumsum(pitch) / rate
        formants = chance.uniform([250, 800, 2000], [900, 2300, 3200])
        harmonics = numpy.zeros_like(times)
        for number in range(1, 36):
            strength = sum(numpy.exp(-(((number * pitch - one) / 120) ** 2)) for one in formants)
            harmonics += strength * numpy.sin(number * phase)
        parts += [9000 * harmonics * numpy.sin(numpy.pi * times / times[-1]), numpy.zeros(rate // 40)]
    return numpy.concatenate(parts)[: round(seconds * rate)]


def mu_law(samples: Samples) -> bytes:
    """Encode as PCMU (ITU-T G.711)."""
    values = numpy.clip(samples, -32635, 32635).astype(numpy.int32)
    sign = numpy.where(values < 0, 0x80, 0)
    magnitude = abs(values) + 132
    exponent = numpy.clip(numpy.log2(magnitude).astype(numpy.int32) - 7, 0, 7)
    mantissa = (magnitude >> (exponent + 3)) & 0x0F
    coded = (~(sign | (exponent << 4) | mantissa) & 0xFF).astype(numpy.uint8)
    return bytes(coded)


def from_mu_law(data: bytes) -> Samples:
    """Decode PCMU."""
    values = ~numpy.frombuffer(data, numpy.uint8).astype(numpy.int32) & 0xFF
    magnitude = (((values & 0x0F) << 3) + 132 << ((values >> 4) & 7)) - 132
    decoded: Samples = numpy.where(values & 0x80, -magnitude, magnitude).astype(numpy.float64)
    return decoded


def intelligible(heard: Samples, said: Samples, rate: int = RATE) -> float:
    """Return how much of what was said is heard: the share of its blocks of 200 ms that are found again.

    Each is looked for within 150 ms of where the whole lies best, for a jitter buffer moves them.
    """
    lag = _lag(heard, said)
    block, slack = rate // 5, rate * 3 // 20
    found = []
    for start in range(0, len(said) - block, block):
        part = said[start : start + block]
        if numpy.sqrt((part**2).mean()) < 300:
            continue
        at = max(start + lag - slack, 0)
        area = heard[at : start + lag + block + slack]
        found.append(len(area) >= block and _best(area, part) > 0.7)
    return sum(found) / len(found)


def longest_gap(heard: Samples, rate: int = RATE) -> float:
    """Return the longest time in seconds without any sound, between the first sound and the last."""
    loud = numpy.flatnonzero(abs(heard) > 200)
    return float(numpy.diff(loud).max()) / rate if len(loud) > 1 else len(heard) / rate


def _lag(heard: Samples, said: Samples) -> int:
    size = 1 << (len(heard) + len(said)).bit_length()
    both = numpy.fft.rfft(heard, size) * numpy.conj(numpy.fft.rfft(said, size))
    lag = int(numpy.fft.irfft(both).argmax())
    return lag if lag < size // 2 else lag - size


def _best(area: Samples, part: Samples) -> float:
    scores = numpy.correlate(area, part, "valid")
    squares = numpy.concatenate([[0.0], numpy.cumsum(area**2)])
    power = numpy.sqrt((squares[len(part) :] - squares[: -len(part)]) * (part @ part)) + 1.0
    return float((scores / power).max())
