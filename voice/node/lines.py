"""Between a line's sample rate and the node's: frames come out, whatever pieces went in."""

from typing import cast

import numpy
import soxr
from numpy.typing import NDArray

from voice.node.legs import FRAME, RATE

QUALITY = "LQ"
"""Of the resampler: 4 us a frame, and 7 ms late; better ones are several frames late."""


class Rate:
    """Brings audio of one rate to another, in whatever pieces it comes. Mono, 16 bit."""

    def __init__(self, source: int, target: int) -> None:
        self._stream = (
            None
            if source == target
            else soxr.ResampleStream(source, target, 1, dtype="int16", quality=QUALITY)
        )

    def bring(self, audio: bytes) -> bytes:
        """Return what is ready after these samples."""
        if self._stream is None or not audio:
            return audio
        samples = cast(NDArray[numpy.int16], self._stream.resample_chunk(numpy.frombuffer(audio, "<i2")))
        return samples.tobytes()


class Inward:
    """What came from a line, cut into frames of the node.

    At most `most` frames are kept: what nobody hears in time is late for ever, and the oldest goes.
    """

    def __init__(self, rate: int, most: int = 25) -> None:
        self._rate = Rate(rate, RATE)
        self._kept = bytearray()
        self._most = most * FRAME
        self.dropped = 0

    def put(self, audio: bytes) -> None:
        """Take what came in."""
        self._kept += self._rate.bring(audio)
        if len(self._kept) > self._most:
            late = (len(self._kept) - self._most + FRAME - 1) // FRAME * FRAME
            del self._kept[:late]
            self.dropped += late // FRAME

    def take(self) -> bytes | None:
        """Return the next frame, or None while there is none."""
        if len(self._kept) < FRAME:
            return None
        frame = bytes(self._kept[:FRAME])
        del self._kept[:FRAME]
        return frame
