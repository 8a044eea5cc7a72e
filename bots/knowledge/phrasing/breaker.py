"""Leaving an endpoint in peace after repeated failures, so that customers do not wait for it in vain."""

import structlog
from prometheus_client import Gauge

from hub.core.clock import Clock

log = structlog.get_logger()

UP = Gauge(
    "switchboard_phrasing_up", "Whether the phrasing endpoint answered when it was last asked (1) or not (0)"
)

FAILURES = 4
"""So many in a row, and it is left in peace."""
FIRST_REST, LONGEST_REST = 30.0, 600.0
"""Seconds; each rest in a row is twice as long as the one before."""


class Breaker:
    """Counts failures in a row. After a rest one question is let through; its answer ends the rests."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._failures = 0
        self._rest = FIRST_REST
        self._until = 0.0
        self._resting = False
        self._probing = False

    def allows(self) -> bool:
        """Say whether to ask now; whoever asks then says what came of it."""
        if not self._resting:
            return True
        if self._probing or self._clock.monotonic() < self._until:
            return False
        self._probing = True
        return True

    def succeeded(self) -> None:
        """Note an answer, whatever it was worth."""
        if self._resting:
            log.info("phrasing_up")
        self._failures, self._rest, self._resting, self._probing = 0, FIRST_REST, False, False
        UP.set(1)

    def failed(self, reason: str, rest: float | None = None) -> None:
        """Note a failure; with `rest`, the endpoint itself asked to be left alone for so many seconds."""
        self._failures += 1
        UP.set(0)
        if rest is None and self._failures < FAILURES and not self._resting:
            return
        pause = self._rest if rest is None else min(max(rest, 1.0), LONGEST_REST)
        log.warning("phrasing_down", reason=reason, seconds=pause)
        self._until = self._clock.monotonic() + pause
        self._rest = min(2 * self._rest, LONGEST_REST)
        self._resting, self._probing = True, False

    def gave_up(self) -> None:
        """Note that whoever asked did not wait for what would come of it."""
        self._probing = False
