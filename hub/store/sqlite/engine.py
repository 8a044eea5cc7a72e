"""The embedded engine: all tenants in one SQLite file of one hub."""

import asyncio
import sqlite3
from collections.abc import Callable
from pathlib import Path

from hub.core.clock import Clock
from hub.core.ports import Listener
from hub.store.cache import RecordCache
from hub.store.listeners import Listeners
from hub.store.sqlite.connect import writer_connection
from hub.store.sqlite.lock import FolderLock
from hub.store.sqlite.migrations import migrate
from hub.store.sqlite.reader import Readers
from hub.store.sqlite.store import SqliteStore
from hub.store.sqlite.writer import Outcome, Writer

FILE = "hub.db"
CACHED_RECORDS = 20_000


class SqliteDatabase:
    """Implements hub.core.ports.Database."""

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        lock: FolderLock,
        newest: dict[str, int],
        clock: Clock,
    ) -> None:
        """Take what `open` prepared."""
        self._path = path
        self._lock = lock
        self._clock = clock
        self._cache = RecordCache(CACHED_RECORDS)
        self._listeners = Listeners()
        self._readers = Readers(path)
        self._last = newest
        self._stores: dict[str, SqliteStore] = {}
        self._writer = Writer(connection, self._finish)

    @classmethod
    async def open(cls, folder: Path, clock: Clock) -> "SqliteDatabase":
        """Open or create the database in a folder; raise Unavailable if that cannot be."""
        path = folder / FILE
        lock, connection, newest = await asyncio.to_thread(_prepare, path)
        return cls(path, connection, lock, newest, clock)

    def tenant(self, tenant: str) -> SqliteStore:
        """Return the handle bound to a tenant."""
        store = self._stores.get(tenant)
        if store is None:
            store = SqliteStore(tenant, self._writer, self._readers, self._cache, self._last.get(tenant, 0))
            self._stores[tenant] = store
        return store

    async def tenants(self) -> list[str]:
        """Return the ids of all tenants that have their Tenant record."""
        sql = "SELECT DISTINCT tenant FROM tenant ORDER BY tenant"
        return await self._readers.run(lambda connection: [row[0] for row in connection.execute(sql)])

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call the listener for every commit from now on; the returned function ends it."""
        return self._listeners.subscribe(listener)

    async def close(self) -> None:
        """Write what was accepted, then let go of the file."""
        await self._writer.close()
        await self._readers.close()
        self._lock.release()

    def _finish(self, outcomes: list[Outcome]) -> None:
        """After a COMMIT: bring the cache up to date, then tell the listeners, in order."""
        for job, failure in outcomes:
            if failure is not None:
                continue
            for record in job.sealed.deletes:
                self._cache.drop(job.tenant, record)
            for record in job.sealed.saves:
                self._cache.put(job.tenant, record)
            if job.sealed.events:
                self._stores[job.tenant].committed(job.sealed.events[-1].seq)
                self._listeners.tell(job.sealed.changes)


def _prepare(path: Path) -> tuple[FolderLock, sqlite3.Connection, dict[str, int]]:
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FolderLock(path.parent)
    try:
        connection = writer_connection(path)
        migrate(connection, path)
        newest = dict(connection.execute("SELECT tenant, max(seq) FROM event GROUP BY tenant").fetchall())
    except BaseException:
        lock.release()
        raise
    return lock, connection, newest
