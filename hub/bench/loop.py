"""Closed loops: so many partners, each sending the next thing once the last one has arrived."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct

from hub.bench.wire import Wire
from hub.core.clock import Clock
from hub.core.errors import Unavailable

MOST = 2_000_000
"""No loop counts further than this, however long it may last."""
GRACE = 30.0
"""So much longer than asked for a loop may last before it has failed."""


class Partner(Protocol):
    """Who takes part: sends when told, and calls `arrived` when what was sent has arrived."""

    arrived: Callable[[], None]

    def send(self) -> None:
        """Send the next one."""
        ...

    def wires(self) -> Sequence[Wire]:
        """Return the connections whose loss ends the measurement."""
        ...


class Timed(Struct, frozen=True):
    """What a loop measured: how many arrived, in how many seconds, and how long each took."""

    count: int
    seconds: float
    latencies: list[float]

    @property
    def rate(self) -> float:
        """How many arrived a second."""
        return self.count / self.seconds

    @property
    def median_ms(self) -> float:
        """How long half of them took at most, in milliseconds."""
        return sorted(self.latencies)[len(self.latencies) // 2] * 1000


class ClosedLoop:
    """One measurement."""

    def __init__(self, clock: Clock, partners: Sequence[Partner], *, most: int = MOST) -> None:
        """Take who takes part and how many sendings are enough."""
        self._monotonic = clock.monotonic
        self._partners = partners
        self._most = most
        self._sent = 0
        self._in_flight = 0
        self._until = 0.0
        self._latencies: list[float] = []
        self._done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def run(self, seconds: float) -> Timed:
        """Keep all partners busy that long; raise Unavailable when that cannot be measured."""
        began = self._monotonic()
        self._until = began + seconds
        for partner in self._partners:
            self._start(partner)
        try:
            async with asyncio.timeout(seconds + GRACE):
                await self._done
        except TimeoutError:
            raise Unavailable(f"{self._in_flight} of those sent never arrived.") from None
        return Timed(len(self._latencies), self._monotonic() - began, self._latencies)

    def _start(self, partner: Partner) -> None:
        sent_at = 0.0

        def send() -> None:
            nonlocal sent_at
            sent_at = self._monotonic()
            self._sent += 1
            partner.send()

        def arrived() -> None:
            now = self._monotonic()
            self._latencies.append(now - sent_at)
            if now < self._until and self._sent < self._most:
                send()
                return
            self._in_flight -= 1
            if self._in_flight == 0 and not self._done.done():
                self._done.set_result(None)

        partner.arrived = arrived
        for wire in partner.wires():
            wire.lost = self._lost
        self._in_flight += 1
        send()

    def _lost(self) -> None:
        if not self._done.done():
            self._done.set_exception(
                Unavailable("The server ended a connection in the middle of the measurement.")
            )
