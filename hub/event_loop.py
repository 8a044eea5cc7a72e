"""How a process runs: on uvloop where it is installed, with a collector that looks for cycles less often.

uvloop spends half the time on sockets. Nearly all objects here live for one message and are freed when
it is done; Python's default is to search them for cycles every 700 allocations, for a fifth of the time.
"""

import asyncio
import gc
import signal
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, TypeVar

T = TypeVar("T")

COLLECT_AFTER = (20_000, 20, 50)


def run(main: Coroutine[Any, Any, T]) -> T:
    """Run the program's main coroutine to its end, like asyncio.run."""
    gc.set_threshold(*COLLECT_AFTER)
    try:
        from uvloop import new_event_loop
    except ImportError:  # there is none for Windows
        return asyncio.run(main)
    with asyncio.Runner(loop_factory=new_event_loop) as runner:
        return runner.run(main)


async def until_told(work: Coroutine[Any, Any, None]) -> None:
    """Do something until it is done or the process is told to stop (SIGTERM, Ctrl+C); let it tidy up then."""
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(work)
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        with suppress(asyncio.CancelledError):
            await task
