"""Between a line's sample rate and the node's: frames come out, whatever pieces went in."""

import numpy

from voice.node.legs import FRAME, RATE
from voice.node.rates import SAMPLE, Rate

LOOK_BACK = 150
"""Frames after which is looked whether fewer could wait: three seconds."""
SPARE = 1
"""Frames that wait for those that come unevenly."""
QUIET = 300
"""What nobody misses stays under, of 32767."""


class Inward:
    """What came from a line, cut into frames of the node.

    At most `most` frames are kept: what nobody hears in time is late for ever, and the oldest goes. What a
    burst after a gap has left over is worked off in the pauses of who speaks, so that no call stays late.
    """

    def __init__(self, rate: int, most: int = 25) -> None:
        self._rate = Rate(rate, RATE)
        self._kept = bytearray()
        self._most = most * FRAME
        self._surplus = Surplus(SPARE)
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
        frame = self._next()
        while frame and self._surplus.leaves_out(frame):
            self.dropped += 1
            frame = self._next()
        self._surplus.look(len(self._kept) // FRAME)
        return frame

    def _next(self) -> bytes | None:
        if len(self._kept) < FRAME:
            return None
        frame = bytes(self._kept[:FRAME])
        del self._kept[:FRAME]
        return frame


class Surplus:
    """Frames that wait and were not needed for a while: what a hold-up has left over makes a call late."""

    def __init__(self, spare: int, looks: int = LOOK_BACK) -> None:
        """`spare` frames may wait; so many looks are enough to tell."""
        self._spare = spare
        self._enough = looks
        self._least: int | None = None  # that waited each time lately
        self._looks = 0
        self._frames = 0  # to leave out

    def look(self, waiting: int) -> None:
        """See how many wait; every few seconds, how many of them were never needed."""
        self._least = waiting if self._least is None else min(self._least, waiting)
        self._looks += 1
        if self._looks == self._enough:
            self._frames = max(self._least - self._spare, 0)
            self._looks, self._least = 0, None

    def leaves_out(self, frame: bytes) -> bool:
        """Say whether a frame is to be left out: only one that nobody misses is."""
        if not self._frames or not _is_quiet(frame):
            return False
        self._frames -= 1
        return True

    def forget(self) -> None:
        """Nothing waits any more."""
        self._looks, self._least, self._frames = 0, None, 0


def _is_quiet(frame: bytes) -> bool:
    samples = numpy.frombuffer(frame, SAMPLE)
    return bool(samples.max() < QUIET and samples.min() > -QUIET)
