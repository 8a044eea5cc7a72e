"""Waiting for what another process does: long enough for a busy machine, and no longer than needed."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from tests.e2e.clients import pause

WITHIN = 90.0
"""Seconds that something may take which takes one on a quiet machine."""

T = TypeVar("T")


async def until(what: str, look: Callable[[], Awaitable[T | None]]) -> T:
    """Look again and again until something is there; return it."""
    loop = asyncio.get_running_loop()
    end = loop.time() + WITHIN
    while not (found := await look()):
        assert loop.time() < end, f"Waited in vain for {what}."
        await pause(0.2)
    return found
