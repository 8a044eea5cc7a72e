"""Whether audio comes from those in a call: a line that works one way only is noticed and told."""

from collections.abc import Iterable

from voice.node.legs import FRAME_SECONDS
from voice.node.room import Seat

SILENT_AFTER = 6.0
"""Seconds without a packet. Phones that leave out silence still send something every few seconds."""


class FlowWatch:
    """One call's judgement. Who put us on hold need not send anything."""

    def __init__(self) -> None:
        self._missing: dict[str, int] = {}
        self._silent: set[str] = set()

    def look(self, seats: Iterable[Seat]) -> list[tuple[str, bool]]:
        """Look after a frame at those whose audio should flow; return who fell silent or is heard again."""
        missing = {
            seat.party: self._missing.get(seat.party, 0) + 1 if seat.missing and not seat.away else 0
            for seat in seats
        }
        self._missing = missing
        silent = {party for party, frames in missing.items() if frames * FRAME_SECONDS >= SILENT_AFTER}
        changes = [
            (party, party in silent) for party in missing if (party in silent) != (party in self._silent)
        ]
        self._silent = silent
        return changes
