"""Threads that are none: what is handed to them is done at once, in order, as if no loop ran."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

T = TypeVar("T")


def outside(work: Callable[[], T]) -> T:
    """Do something that blocks as a thread would: a loop that runs here does not notice."""
    loop = asyncio.get_running_loop()
    asyncio._set_running_loop(None)
    try:
        return work()
    finally:
        asyncio._set_running_loop(loop)


class Inline(Executor):
    """Implements concurrent.futures.Executor."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(outside(lambda: fn(*args, **kwargs)))
        except Exception as error:
            done.set_exception(error)
        return done
