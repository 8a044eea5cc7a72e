"""Supervision restarts with growing delays and gives up its own cancellation."""

import asyncio

import pytest
import structlog

from hub.core.tasks import supervise
from tests.fakes.clock import FakeClock


async def test_restarts_after_growing_delays() -> None:
    clock = FakeClock()
    runs: list[float] = []

    async def run() -> None:
        runs.append(clock.monotonic())
        if len(runs) < 4:
            raise ValueError("broken")

    with structlog.testing.capture_logs() as logs:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(supervise("part", run, clock))
            await clock.advance(10)
    assert runs == pytest.approx([0.0, 0.2, 0.6, 1.4])
    assert [log["retry_in"] for log in logs] == pytest.approx([0.2, 0.4, 0.8])


async def test_cancellation_ends_it() -> None:
    clock = FakeClock()
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(supervise("part", lambda: clock.sleep(3600), clock))
        await clock.advance(1)
        task.cancel()
    assert task.cancelled()
