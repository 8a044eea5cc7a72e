"""Owners for long-lived tasks: restart with back-off, log, count."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from prometheus_client import Counter

from hub.core.clock import Clock

log = structlog.get_logger()

RESTARTS = Counter("switchboard_task_restarts_total", "Supervised tasks restarted after an error", ["task"])

FIRST_DELAY = 0.2
LONGEST_DELAY = 30.0


async def supervise(name: str, run: Callable[[], Awaitable[None]], clock: Clock) -> None:
    """Run `run` until it returns; when it raises, log it and run it again after a growing delay.

    The delay starts at 0.2 s, doubles up to 30 s, and starts anew once a run has lasted a minute.
    Cancellation ends it.
    """
    delay = FIRST_DELAY
    while True:
        started = clock.monotonic()
        try:
            return await run()
        except asyncio.CancelledError:
            raise
        except Exception as error:
            RESTARTS.labels(name).inc()
            log.exception("task_failed", task=name, error_type=type(error).__name__, retry_in=delay)
        if clock.monotonic() - started > 60:
            delay = FIRST_DELAY
        await clock.sleep(delay)
        delay = min(delay * 2, LONGEST_DELAY)
