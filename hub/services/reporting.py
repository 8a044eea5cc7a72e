"""Figures of the day, added up from interval records."""

from hub.core.models.reports import Interval, IntervalKind
from hub.core.models.work import Queue
from hub.core.records import Value
from hub.services.base import Service

SHORT_ABANDON = 5.0
"""Who leaves within so many seconds is not counted as abandoned."""


class QueueDay(Value, frozen=True, kw_only=True):
    """A queue's day so far. Service level: answered within T ÷ (answered + abandoned after T), 0 to 1."""

    queue: str
    answered: int = 0
    abandoned: int = 0
    within_target: int = 0
    service_level: float | None = None
    mean_wait: float | None = None  # of answered work, seconds (ASA)


class Reporting(Service):
    """Reads interval records; never messages."""

    async def today(self, queue: Queue) -> QueueDay:
        """Return the queue's figures since midnight UTC."""
        waits = await self._of_today(IntervalKind.WAITED, queue=queue.id)
        answered = [wait for wait in waits if wait.outcome == "accepted"]
        abandoned = [wait for wait in waits if wait.outcome == "abandoned" and wait.seconds >= SHORT_ABANDON]
        within = sum(1 for wait in answered if wait.seconds <= queue.service_seconds)
        late = sum(1 for wait in abandoned if wait.seconds > queue.service_seconds)
        counted = len(answered) + late
        return QueueDay(
            queue=queue.id,
            answered=len(answered),
            abandoned=len(abandoned),
            within_target=within,
            service_level=within / counted if counted else None,
            mean_wait=sum(wait.seconds for wait in answered) / len(answered) if answered else None,
        )

    async def handled_today(self, agent: str) -> int:
        """Return how many items the agent finished or handed on since midnight UTC."""
        return len(await self._of_today(IntervalKind.HANDLED, agent=agent))

    async def _of_today(self, kind: IntervalKind, **where: str) -> list[Interval]:
        day = self.clock.now().date().isoformat()
        return await self.store.find(Interval, {"kind": kind, "day": day, **where}, limit=100_000)
