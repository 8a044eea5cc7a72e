"""Whether new work goes to another queue: checked once, before it enters."""

from collections.abc import Mapping

from msgspec import Struct

from routing.snapshot import QueueView


class Pressure(Struct, frozen=True):
    """How full a queue is. `wait_seconds`: what a newcomer would wait, None when unknown."""

    waiting: int
    agents: int
    wait_seconds: int | None = None


def overflow_to(queue: QueueView, pressure: Pressure, queues: Mapping[str, QueueView]) -> str | None:
    """Return the queue a newcomer should go to instead, or None to stay.

    An unknown wait is not a long one. Nobody signed in with somebody waiting is any ratio's excess.
    """
    rule = queue.overflow
    if rule is None or rule.queue == queue.id:
        return None
    target = queues.get(rule.queue)
    if target is None or not target.active:
        return None
    too_long = (
        rule.wait_over is not None
        and pressure.wait_seconds is not None
        and pressure.wait_seconds > rule.wait_over
    )
    too_many = rule.per_agent_over is not None and pressure.waiting > rule.per_agent_over * pressure.agents
    return target.id if too_long or too_many else None
