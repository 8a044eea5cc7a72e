"""Opus in Ogg for recordings: two channels, pages as they are ready."""

import io
from typing import cast

import av
import numpy

from voice.node.legs import RATE

BITS_A_SECOND = 40_000
"""Of both channels together, while both speak; silence takes next to nothing. An hour is 8 to 18 MB."""
SETTINGS = {"application": "voip", "compression_level": "1", "frame_duration": "20", "vbr": "on"}
"""The lowest effort: 5 ms for a second of both channels, where the highest takes 40."""
PAGE = {"flush_packets": "1", "page_duration": "500000"}


class _Sink(io.RawIOBase):
    """Keeps what was written until it is taken."""

    def __init__(self) -> None:
        self.kept = bytearray()

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, data: object) -> int:
        """Keep it."""
        written = bytes(cast(bytes, data))
        self.kept += written
        return len(written)

    def take(self) -> bytes:
        """Return what was written since the last time."""
        taken = bytes(self.kept)
        self.kept.clear()
        return taken


class OpusFile:
    """Encodes one recording. Blocking: for threads other than the one that keeps time."""

    def __init__(self) -> None:
        self._sink = _Sink()
        self._container = av.open(self._sink, "w", format="ogg", options=PAGE)
        self._stream = self._container.add_stream("libopus", rate=RATE, options=SETTINGS)
        self._stream.bit_rate = BITS_A_SECOND
        self._stream.layout = "stereo"
        self._samples = 0

    def add(self, left: bytes, right: bytes) -> bytes:
        """Take the next samples of both channels (see voice.node.legs); return what is ready of the file."""
        both = numpy.empty((1, len(left)), "<i2")
        both[0, 0::2] = numpy.frombuffer(left, "<i2")
        both[0, 1::2] = numpy.frombuffer(right, "<i2")
        frame = av.AudioFrame.from_ndarray(both, format="s16", layout="stereo")
        frame.sample_rate = RATE
        frame.pts = self._samples
        self._samples += len(left) // 2
        self._container.mux(self._stream.encode(frame))
        return self._sink.take()

    def close(self) -> bytes:
        """Return the rest of the file."""
        if self._samples:
            self._container.mux(self._stream.encode(None))
        self._container.close()
        return self._sink.take()
