"""No faster than the operator allows."""

from hub.core.clock import Clock


class Pace:
    """Spreads SMS evenly: `per_second` at most, and none during a pause."""

    def __init__(self, clock: Clock, per_second: int) -> None:
        self._clock = clock
        self._gap = 1.0 / max(1, per_second)
        self._next = 0.0

    async def turn(self) -> None:
        """Wait for the next place in the row; places are given out in the order of asking."""
        now = self._clock.monotonic()
        at = max(now, self._next)
        self._next = at + self._gap
        if at > now:
            await self._clock.sleep(at - now)

    def pause(self, seconds: float) -> None:
        """Give out no place for so long."""
        self._next = max(self._next, self._clock.monotonic() + seconds)
