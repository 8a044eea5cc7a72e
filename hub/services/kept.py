"""Settings that every message asks for, kept in memory."""

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from hub.core.events import Change, EventKind
from hub.core.ports import Database

T = TypeVar("T")


class Kept(Generic[T]):
    """What is read of a tenant's settings of one kind; kept while this hears of changes, else read each time.

    `kind` is as in the events of changed settings.
    """

    def __init__(self, tenant: str, kind: str, read: Callable[[], Awaitable[T]]) -> None:
        """Take whose settings these are, and how to read them."""
        self._tenant = tenant
        self._kind = kind
        self._read = read
        self._listens = False
        self._changes = 0
        self._value: T | None = None

    def listen(self, database: Database) -> Callable[[], None]:
        """Hear of changes from now on; the returned function ends it."""
        self._listens = True
        end = database.subscribe(self._hear)

        def stop() -> None:
            self._listens, self._value = False, None
            end()

        return stop

    async def get(self) -> T:
        """Return the settings as of the newest commit."""
        if self._value is not None:
            return self._value
        changes = self._changes  # before reading: a change meanwhile must not be missed
        value = await self._read()
        if self._listens and changes == self._changes:
            self._value = value
        return value

    def _hear(self, changes: list[Change]) -> None:
        for change in changes:
            event = change.event
            is_ours = change.tenant == self._tenant and event.kind is EventKind.SETTINGS_CHANGED
            if is_ours and event.data.get("kind") == self._kind:
                self._changes += 1
                self._value = None
