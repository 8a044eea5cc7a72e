"""Whether audio comes from those in a call: a line that works one way only is noticed and told."""

from collections.abc import Iterable

from hub.core.models.calls import PartyRole
from voice.node.figures import MISSING, ONE_WAY
from voice.node.legs import FRAME_SECONDS
from voice.node.room import Seat

SILENT_AFTER = 6.0
"""Seconds without a packet. Phones that leave out silence still send something every few seconds."""
LIMIT = round(SILENT_AFTER / FRAME_SECONDS)


class FlowWatch:
    """One call's judgement. Who put us on hold, and who only listens, need not send anything."""

    def __init__(self) -> None:
        self._missing: dict[str, int] = {}  # frames in a row

    def look(self, seats: Iterable[Seat]) -> list[tuple[str, bool]]:
        """Look after a frame at those whose audio should flow; return who fell silent or is heard again."""
        before, self._missing = self._missing, {}
        changes: list[tuple[str, bool]] = []
        for seat in seats:
            if not seat.missing or seat.away or seat.role is PartyRole.LISTEN:
                if before.get(seat.party, 0) >= LIMIT:
                    changes.append((seat.party, False))
                continue
            MISSING.labels(seat.leg.door).inc()
            frames = self._missing[seat.party] = before.get(seat.party, 0) + 1
            if frames == LIMIT:
                ONE_WAY.labels(seat.leg.door).inc()
                changes.append((seat.party, True))
        return changes
