"""The real store with a gate before each commit: somebody else may get in first, or the process may end."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from hub.core.batch import Batch, Sealed
from hub.core.events import Event
from hub.core.ports import NEWEST, SearchHit, Store, Where
from hub.core.records import R

T = TypeVar("T")


class Cut(Exception):
    """The process ends here: whoever was at work never hears the outcome."""


Gate = Callable[[], Awaitable[bool]]
"""Called before a commit. May let others commit first, may raise Cut (nothing is stored); answers
whether the process ends right after the commit (it is stored, but nobody hears)."""


class WalkStore:
    """Implements hub.core.ports.Store. One operation at a time, in the order asked, so that a walk with
    the same seed takes the same way whatever the threads below do."""

    def __init__(self, store: Store, gate: Gate) -> None:
        self._store = store
        self._gate = gate
        self._turn = asyncio.Lock()
        self.is_cut = False

    @property
    def tenant(self) -> str:
        return self._store.tenant

    async def get(self, kind: type[R], id: str) -> R:
        return await self._alone(lambda: self._store.get(kind, id))

    async def peek(self, kind: type[R], id: str) -> R | None:
        return await self._alone(lambda: self._store.peek(kind, id))

    async def find(
        self,
        kind: type[R],
        where: Where | None = None,
        *,
        order: str = "id",
        descending: bool = False,
        limit: int = 1000,
        above: Any = None,
        below: Any = None,
    ) -> list[R]:
        return await self._alone(
            lambda: self._store.find(
                kind, where, order=order, descending=descending, limit=limit, above=above, below=below
            )
        )

    async def count(self, kind: type[R], where: Where | None = None) -> int:
        return await self._alone(lambda: self._store.count(kind, where))

    async def tally(
        self, kind: type[R], field: str, where: Where | None = None, *, order: str = "id", above: Any = None
    ) -> dict[str, int]:
        return await self._alone(lambda: self._store.tally(kind, field, where, order=order, above=above))

    async def commit(self, batch: Batch) -> Sealed:
        if self.is_cut:
            raise Cut
        try:
            ends_after = await self._gate()
        except Cut:
            self.is_cut = True
            raise
        sealed = await self._alone(lambda: self._store.commit(batch))
        if ends_after:
            self.is_cut = True
            raise Cut
        return sealed

    async def events_after(
        self, seq: int, *, upto: int = NEWEST, conversation: str = "", limit: int = 1000
    ) -> list[Event]:
        return await self._alone(
            lambda: self._store.events_after(seq, upto=upto, conversation=conversation, limit=limit)
        )

    async def last_seq(self) -> int:
        return await self._alone(lambda: self._store.last_seq())

    async def scrub(self) -> None:
        await self._alone(lambda: self._store.scrub())

    async def search(self, text: str, *, limit: int = 50) -> list[SearchHit]:
        return await self._alone(lambda: self._store.search(text, limit=limit))

    async def search_contacts(self, text: str, *, limit: int = 50) -> list[str]:
        return await self._alone(lambda: self._store.search_contacts(text, limit=limit))

    async def _alone(self, operation: Callable[[], Awaitable[T]]) -> T:
        async with self._turn:
            return await operation()
