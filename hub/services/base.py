"""What every service stands on: the store of its tenant, the time, new ids, and a second try."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from hub.core.batch import Batch
from hub.core.clock import Clock
from hub.core.errors import StaleRevision
from hub.core.ids import Ids
from hub.core.ports import Store

P = ParamSpec("P")
T = TypeVar("T")
S = TypeVar("S", bound="Service")

TRIES = 20
"""Under contention someone always wins a round, so this many lost rounds mean something is wrong."""


class Service:
    """A group of use cases for one tenant. Methods read, decide, and commit one batch."""

    def __init__(self, store: Store, clock: Clock, ids: Ids) -> None:
        """Take what all use cases need."""
        self.store = store
        self.clock = clock
        self.ids = ids

    def batch(self, actor: str) -> Batch:
        """Start a batch at the present time."""
        return Batch(at=self.clock.now(), actor=actor)


UseCase = Callable[Concatenate[S, P], Coroutine[Any, Any, T]]


def retried(use_case: UseCase[S, P, T]) -> UseCase[S, P, T]:
    """Run the use case again from its reads when its commit lost a compare-and-set."""

    @wraps(use_case)
    async def run(self: S, *args: P.args, **kwargs: P.kwargs) -> T:
        for _ in range(TRIES - 1):
            try:
                return await use_case(self, *args, **kwargs)
            except StaleRevision:
                continue
        return await use_case(self, *args, **kwargs)

    return cast("UseCase[S, P, T]", run)  # functools.wraps() loses that it is bound to S
