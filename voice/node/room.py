"""A room: the legs of a call, who of them hears whom, and what we play to each."""

from collections.abc import Iterator

import numpy
from msgspec import Struct, field
from numpy.typing import NDArray

from hub.core.models.calls import PartyRole
from voice.node.legs import FRAME_SAMPLES, SILENT, Leg
from voice.node.music import ringing
from voice.node.playback import Playback
from voice.orders import CALLER


class Seat(Struct, eq=False):
    """A leg in the room. `muted`: nobody hears it; `held`: it hears nobody either."""

    leg: Leg
    party: str = CALLER
    role: PartyRole = PartyRole.TALK
    to: str = ""  # the party it whispers to
    playback: Playback = field(default_factory=Playback)
    music: Iterator[bytes] | None = None  # heard while nothing else is
    ringing: bool = False  # it is called and has not answered
    muted: bool = False
    held: bool = False
    away: bool = False  # it put us on hold
    heard: bytes = SILENT  # the newest frame that came from it
    played: bytes = SILENT  # the newest frame of what we ourselves let it hear
    said: bytes = SILENT  # the newest frame that went to it
    missing: int = 0  # frames that did not come, in a row


class Room:
    """Moves one frame from and to every leg at each tick: first `hear`, then `say`."""

    def __init__(self) -> None:
        self.seats: list[Seat] = []
        self._ringing = ringing()

    def sit(self, leg: Leg, party: str = CALLER, role: PartyRole = PartyRole.TALK, to: str = "") -> Seat:
        """Let a leg in."""
        seat = Seat(leg, party, role, to)
        self.seats.append(seat)
        return seat

    def leave(self, seat: Seat) -> None:
        """Take a leg out; without effect if it is not in."""
        if seat in self.seats:
            self.seats.remove(seat)

    def hear(self) -> None:
        """Take a frame from every leg."""
        for seat in self.seats:
            frame = seat.leg.hear()
            seat.missing = 0 if frame else seat.missing + 1
            seat.heard = frame or SILENT

    def say(self) -> None:
        """Let every leg hear the others, and what we play."""
        tone = next(self._ringing) if any(seat.ringing and seat.missing for seat in self.seats) else SILENT
        for seat in self.seats:
            seat.played = _played(seat, tone)
        for seat in self.seats:
            seat.said = self._for(seat)
            seat.leg.say(seat.said)

    def _for(self, seat: Seat) -> bytes:
        """Return what a leg hears now; who only listens in hears also what we say to the caller."""
        parts = [one.heard for one in self.seats if _hears(seat, one)]
        if seat.played is not SILENT:
            parts.append(seat.played)
        if seat.role is not PartyRole.TALK:
            parts += [one.played for one in self.seats if one.party == CALLER and one.played is not SILENT]
        return mixed(parts)


def _played(seat: Seat, tone: bytes) -> bytes:
    if played := seat.playback.frame():
        return played
    if seat.music and not seat.playback.active:
        return next(seat.music)
    return SILENT if seat.ringing or seat.held else tone


def _hears(seat: Seat, other: Seat) -> bool:
    apart = seat is other or seat.held or other.held or other.muted or other.missing
    if apart or other.role is PartyRole.LISTEN:
        return False
    return other.role is PartyRole.TALK or other.to == seat.party


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
