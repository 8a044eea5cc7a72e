"""One installation at a time in a models folder: a lock that the system frees when its holder dies."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from hub.core.clock import Clock

PAUSE = 0.5
"""Seconds between looks whether the other one is done."""


@asynccontextmanager
async def locked(folder: Path, clock: Clock, waiting: Callable[[], None]) -> AsyncIterator[None]:
    """Hold the folder's lock, making the folder if need be; `waiting` is called once if another holds it."""
    descriptor = await asyncio.to_thread(_open, folder)
    try:
        told = False
        while not _try(descriptor):
            if not told:
                waiting()
                told = True
            await clock.sleep(PAUSE)
        yield
    finally:
        os.close(descriptor)


def _open(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    return os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _try(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
