"""What audio on a stream looks like: G.711 (ITU-T), and plain samples of 8 or 16 kHz."""

from collections.abc import Callable

import numpy
from msgspec import Struct
from numpy.typing import NDArray

from voice.node.legs import FRAME_SECONDS

Levels = NDArray[numpy.int16]


def _ulaw() -> Levels:
    """Return the sample of each of the 256 codes."""
    code = ~numpy.arange(256, dtype=numpy.int32) & 0xFF
    size = (((code & 0x0F) << 3) + 0x84 << (code >> 4 & 7)) - 0x84
    return numpy.where(code & 0x80, -size, size).astype("<i2")


def _alaw() -> Levels:
    """Return the sample of each of the 256 codes."""
    code = numpy.arange(256, dtype=numpy.int32) ^ 0x55
    segment, step = code >> 4 & 7, (code & 0x0F) << 4
    size = numpy.where(segment == 0, step + 8, (step + 0x108) << numpy.maximum(segment - 1, 0))
    return numpy.where(code & 0x80, size, -size).astype("<i2")


def _nearest(levels: Levels) -> NDArray[numpy.uint8]:
    """Return for each sample, from -32768 on, the code whose level is nearest."""
    values, first = numpy.unique(levels[::-1], return_index=True)  # of two zeros, the positive one
    between = (values[1:].astype(numpy.int32) + values[:-1]) / 2
    found = numpy.searchsorted(between, numpy.arange(-32768, 32768), side="right")
    return (255 - first)[found].astype(numpy.uint8)


class Codec(Struct, frozen=True):
    """How audio is written: `decode` and `encode` turn it into samples (16 bit, little-endian) and back."""

    name: str
    rate: int
    width: int  # bytes of a sample on the line
    decode: Callable[[bytes], bytes]
    encode: Callable[[bytes], bytes]

    @property
    def piece(self) -> int:
        """Bytes of 20 ms on the line."""
        return round(self.rate * FRAME_SECONDS) * self.width


def _g711(name: str, levels: Levels) -> Codec:
    codes = _nearest(levels)

    def decode(audio: bytes) -> bytes:
        return levels[numpy.frombuffer(audio, numpy.uint8)].tobytes()

    def encode(audio: bytes) -> bytes:
        return codes[numpy.frombuffer(audio, "<i2").astype(numpy.int32) + 32768].tobytes()

    return Codec(name, 8000, 1, decode, encode)


def _same(audio: bytes) -> bytes:
    return audio


ULAW = _g711("ulaw", _ulaw())
CODECS = {
    codec.name: codec
    for codec in (
        ULAW,
        _g711("alaw", _alaw()),
        Codec("slin", 8000, 2, _same, _same),
        Codec("slin16", 16_000, 2, _same, _same),
    )
}
"""By the names Asterisk has for them."""
