"""A room: the legs of a call, who of them hears whom, and what we play to each."""

from collections.abc import Iterator

import numpy
from msgspec import Struct, field
from numpy.typing import NDArray

from voice.node.legs import FRAME_SAMPLES, SILENT, Leg
from voice.node.playback import Playback


class Seat(Struct, eq=False):
    """A leg in the room. `muted`: nobody hears it; `deaf_to`: whom it does not hear (whispering, holding)."""

    leg: Leg
    playback: Playback = field(default_factory=Playback)
    music: Iterator[bytes] | None = None  # heard while nothing else is
    muted: bool = False
    held: bool = False  # it hears nobody, and nobody hears it
    deaf_to: set[int] = field(default_factory=set)  # ids of seats
    heard: bytes = SILENT  # the newest frame that came from it
    said: bytes = SILENT  # the newest frame that went to it
    missing: int = 0  # frames that did not come, in a row


class Room:
    """Moves one frame from and to every leg at each tick."""

    def __init__(self) -> None:
        self.seats: list[Seat] = []

    def sit(self, leg: Leg) -> Seat:
        """Let a leg in: it hears all, and all hear it."""
        seat = Seat(leg)
        self.seats.append(seat)
        return seat

    def leave(self, seat: Seat) -> None:
        """Take a leg out; without effect if it is not in."""
        if seat in self.seats:
            self.seats.remove(seat)

    def tick(self) -> None:
        """Move one frame each way."""
        for seat in self.seats:
            frame = seat.leg.hear()
            seat.missing = 0 if frame else seat.missing + 1
            seat.heard = frame or SILENT
        for seat in self.seats:
            seat.said = self._for(seat)
            seat.leg.say(seat.said)

    def _for(self, seat: Seat) -> bytes:
        """Return what a leg hears now."""
        parts = [one.heard for one in self.seats if _hears(seat, one)]
        if played := seat.playback.frame():
            parts.append(played)
        elif seat.music and not seat.playback.active:
            parts.append(next(seat.music))
        return mixed(parts)


def _hears(seat: Seat, other: Seat) -> bool:
    apart = seat is other or seat.held or other.held or other.muted or other.missing
    return not apart and id(other) not in seat.deaf_to


def mixed(parts: list[bytes]) -> bytes:
    """Return several frames as one, cut off where they are too loud together."""
    if not parts:
        return SILENT
    if len(parts) == 1:
        return parts[0]
    total: NDArray[numpy.int32] = numpy.zeros(FRAME_SAMPLES, numpy.int32)
    for part in parts:
        total += numpy.frombuffer(part, "<i2")
    return total.clip(-32768, 32767).astype("<i2").tobytes()
