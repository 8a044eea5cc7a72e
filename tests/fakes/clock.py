"""A clock that only moves when a test says so."""

import asyncio
import heapq
from datetime import UTC, datetime, timedelta

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday morning


class FakeClock:
    """Implements hub.core.clock.Clock; `advance` wakes sleepers in the order they are due."""

    def __init__(self, start: datetime = START) -> None:
        """Take the time to begin with."""
        self._start = start
        self._elapsed = 0.0
        self._count = 0
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        """Return the current made-up time."""
        return self._start + timedelta(seconds=self._elapsed)

    def monotonic(self) -> float:
        """Return the seconds advanced so far."""
        return self._elapsed

    async def sleep(self, seconds: float) -> None:
        """Wait until the test has advanced that far; 0 or less only lets others run."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._sleepers, (self._elapsed + seconds, self._count, future))
        await future

    @property
    def sleepers(self) -> int:
        """How many are asleep."""
        return sum(not future.done() for _, _, future in self._sleepers)

    def set(self, seconds: float) -> None:
        """Move the time on without letting anybody run; for code that does not sleep."""
        self._elapsed += seconds

    async def advance(self, seconds: float) -> None:
        """Move the time on, step by step through everyone's wake-up, letting each run first."""
        await settle()
        until = self._elapsed + seconds
        while self._sleepers and self._sleepers[0][0] <= until:
            due, _, future = heapq.heappop(self._sleepers)
            self._elapsed = max(self._elapsed, due)
            if not future.done():
                future.set_result(None)
                await settle()
        self._elapsed = until
        await settle()


async def settle(rounds: int = 20) -> None:
    """Let everything run that can run without time passing or threads answering."""
    for _ in range(rounds):
        await asyncio.sleep(0)
