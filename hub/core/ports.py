"""What the inner layers need from the outer ones; hub.app binds each port to a real thing."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from pathlib import Path
from typing import Any, Protocol

from msgspec import Struct

from hub.core.batch import Batch, Sealed
from hub.core.events import Change, Event
from hub.core.records import R, Record

Where = Mapping[str, Any]
"""Conditions on indexed fields: a value means equal, None means unset, a set means any of it."""

Listener = Callable[[list[Change]], None]
"""Told, in order and only after the commit, of what changed. Must be quick and must not raise."""


NEWEST = 2**62
"""Greater than all sequence numbers."""

QueueFor = Callable[[str], str]
"""Names the queue that new work for a queue enters: the same, or the one it overflows to now."""
BotNames = Callable[[], Awaitable[Collection[str]]]
"""Names the bots that can be chosen at this moment; flows come and go while the hub runs."""


class SearchHit(Struct, frozen=True):
    """A message that matched a search, newest first."""

    conversation: str
    message: str
    snippet: str


class Store(Protocol):
    """All data of one tenant. There is no way through it to another tenant's.

    `find` filters and orders only by fields that hub.store.kinds declares for the kind. Reads see
    every commit that was acknowledged before they began.
    """

    @property
    def tenant(self) -> str:
        """The tenant this handle is bound to."""
        ...

    async def get(self, kind: type[R], id: str) -> R:
        """Return the record or raise NotFound."""
        ...

    async def peek(self, kind: type[R], id: str) -> R | None:
        """Return the record, or None."""
        ...

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
        """Return records in order; `above` and `below` bound the order field, both exclusive."""
        ...

    async def count(self, kind: type[R], where: Where | None = None) -> int:
        """Return how many records match."""
        ...

    async def tally(
        self, kind: type[R], field: str, where: Where | None = None, *, order: str = "id", above: Any = None
    ) -> dict[str, int]:
        """Return how many records match for each value of a text field that is set.

        `above` bounds the order field, exclusive.
        """
        ...

    async def commit(self, batch: Batch) -> Sealed:
        """Write the batch as a whole; return it as stored, once it is durable.

        Raises StaleRevision, Duplicate or Unavailable (full queue, full disk); then nothing of the
        batch is stored. Listeners have been told when this returns.
        """
        ...

    async def events_after(
        self, seq: int, *, upto: int = NEWEST, conversation: str = "", limit: int = 1000
    ) -> list[Event]:
        """Return events with a greater sequence number up to `upto`, in order, all or one conversation's.

        One conversation's are looked for among all in the range, so the range must not be long.
        """
        ...

    async def last_seq(self) -> int:
        """Return the newest sequence number committed, 0 when there is none."""
        ...

    async def scrub(self) -> None:
        """See to it that what was deleted cannot be read any more from the engine's indexes and logs."""
        ...

    async def search(self, text: str, *, limit: int = 50) -> list[SearchHit]:
        """Return messages that have all the words, newest first; indexing may lag by seconds."""
        ...

    async def search_contacts(self, text: str, *, limit: int = 50) -> list[str]:
        """Return ids of contacts whose name, company or addresses begin with all the words."""
        ...


class Database(Protocol):
    """An opened store engine with all tenants in it."""

    def tenant(self, tenant: str) -> Store:
        """Return the handle bound to a tenant."""
        ...

    async def tenants(self) -> list[str]:
        """Return the ids of all tenants."""
        ...

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call the listener for every commit from now on; the returned function ends it."""
        ...

    async def backup(self, to: Path) -> None:
        """Write a consistent copy while running."""
        ...

    def export(self, tenant: str) -> AsyncIterator[bytes]:
        """Yield a tenant's records as JSON lines."""
        ...

    async def load(self, tenant: str, lines: AsyncIterator[bytes]) -> int:
        """Store exported records under the tenant; return how many. The tenant must be empty."""
        ...

    async def close(self) -> None:
        """Finish what was accepted, then let go of the files or connections."""
        ...


class Blobs(Protocol):
    """Bytes of files, by their SHA-256. A blob is durable before a record may name it."""

    async def put(self, tenant: str, data: bytes) -> str:
        """Store the bytes and return their SHA-256 in hex; the same bytes are stored once."""
        ...

    async def stage(self, tenant: str, data: bytes) -> "Staged":
        """Store the bytes, or return them as a record to be stored in the commit that names them."""
        ...

    async def get(self, tenant: str, sha256: str) -> bytes:
        """Return the bytes or raise NotFound."""
        ...

    async def remove(self, tenant: str, sha256: str) -> None:
        """Forget the bytes; that they are not there is no error. No record may name them any more."""
        ...


class Dialogues(Protocol):
    """Dialogues that a bot outside the hub keeps of conversations."""

    async def forget(self, tenant: str, conversations: Collection[str]) -> None:
        """Erase what is kept of these; that there is nothing is no error."""
        ...


class Staged(Struct, frozen=True):
    """Bytes of a file: durable already, or once `content` is (`Batch.save_content`)."""

    sha256: str
    content: Record | None = None
