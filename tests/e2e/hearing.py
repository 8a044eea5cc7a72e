"""Finding sounds in recordings: whether what one side said is what the other side heard."""

import numpy
import soxr
from numpy.typing import NDArray

from tests.e2e.phone import LINE, Samples
from voice.node.legs import RATE


def from_line(samples: Samples) -> bytes:
    """Return what was heard on a line as recognisers take it."""
    return bytes(soxr.resample(samples, LINE, RATE).astype("<i2").tobytes())


def to_line(audio: bytes, rate: int = LINE) -> Samples:
    """Return the node's audio at another rate."""
    found: Samples = soxr.resample(numpy.frombuffer(audio, "<i2"), RATE, rate).astype("<i2")
    return found


def likeness(recording: NDArray[numpy.generic], sound: NDArray[numpy.generic]) -> float:
    """Return the highest correlation (0 to 1) of a sound with any part of a recording of the same rate."""
    part, whole = sound.astype(float), recording.astype(float)
    if len(whole) < len(part):
        return 0.0
    part = part - part.mean()
    size = 1 << (len(whole) + len(part)).bit_length()
    spectrum = numpy.fft.rfft(whole, size) * numpy.conj(numpy.fft.rfft(part, size))
    products = numpy.fft.irfft(spectrum, size)[: len(whole) - len(part) + 1]
    sums = numpy.concatenate([[0.0], numpy.cumsum(whole**2)])
    energies = sums[len(part) :] - sums[: -len(part)]
    scale = numpy.sqrt(energies * (part**2).sum())
    quiet = energies < len(part) * 100.0  # silence is like everything
    return float(numpy.where(quiet, 0.0, abs(products) / numpy.maximum(scale, 1.0)).max())


def words(text: str) -> set[str]:
    """Return the words of a text, without signs."""
    return {word.strip(".,!?*;:").lower() for word in text.split()} - {""}


def share(of: str, found: str) -> float:
    """Return which share of the words of a text were found (0 to 1)."""
    wanted = words(of)
    return len(wanted & words(found)) / len(wanted)
