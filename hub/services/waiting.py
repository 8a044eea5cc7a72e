"""Waiting for an event, but not for ever, on the injected clock."""

import asyncio

from hub.core.clock import Clock


async def wait_for(event: asyncio.Event, clock: Clock, seconds: float) -> None:
    """Return when the event is set or the time is over, whichever is first."""

    async def hear() -> None:
        await event.wait()
        timer.cancel()

    async def time_out() -> None:
        await clock.sleep(seconds)
        waiter.cancel()

    async with asyncio.TaskGroup() as group:
        timer = group.create_task(time_out())
        waiter = group.create_task(hear())
