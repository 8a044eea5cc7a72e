"""One key, pressed once, may come by several ways: as an event, as a request and as tones."""

from enum import Enum

from msgspec import Struct

from hub.core.clock import Clock

TOGETHER = 1.0
"""Seconds within which the ways bring the same press."""


class Way(Enum):
    """How a key comes."""

    EVENT = 1  # RFC 4733
    INFO = 2  # SIP INFO
    TONE = 3  # in the audio


class Press(Struct):
    """A key that was pressed, and the ways it came by."""

    key: str
    at: float
    ways: set[Way]


class Presses:
    """Tells new presses from those that came already. What one way brings twice was pressed twice."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._recent: list[Press] = []

    def is_new(self, key: str, way: Way) -> bool:
        """Note a key; True where it is a press of its own."""
        now = self._clock.monotonic()
        self._recent = [one for one in self._recent if now - one.at < TOGETHER]
        for press in self._recent:
            if press.key == key and way not in press.ways:
                press.ways.add(way)
                return False
        self._recent.append(Press(key, now, {way}))
        return True
