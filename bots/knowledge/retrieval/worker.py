"""One thread for everything heavy: embedding and weighing, in the order asked for."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from threadpoolctl import threadpool_limits

P = ParamSpec("P")
T = TypeVar("T")


class Worker:
    """Models are used by one thread at a time, so all knowledge bases of a process share one worker."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "retrieval", initializer=_one_core)

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Return what the work returns; the event loop goes on meanwhile."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, lambda: work(*args, **kwargs))

    def close(self) -> None:
        """End the thread once it has done what it is doing."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _one_core() -> None:
    """Helper threads that spin cost more than they save on matrices as small as ours."""
    threadpool_limits(1, user_api="blas")
