"""The embedded engine: all tenants in one SQLite file of one hub."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from hub.core.clock import Clock
from hub.core.events import Event
from hub.core.ports import Listener
from hub.core.tasks import supervise
from hub.store.cache import RecordCache
from hub.store.codec import prepare
from hub.store.kinds import BY_TYPE, LARGE
from hub.store.listeners import Listeners
from hub.store.sqlite import search, transfer
from hub.store.sqlite.backup import back_up
from hub.store.sqlite.connect import writer_connection
from hub.store.sqlite.contact_search import index_contacts
from hub.store.sqlite.lock import FolderLock
from hub.store.sqlite.migrations import migrate
from hub.store.sqlite.reader import Readers
from hub.store.sqlite.scrub import compact
from hub.store.sqlite.store import SqliteStore
from hub.store.sqlite.writer import Outcome, Writer
from hub.store.unique_keys import UniqueKeys

FILE = "hub.db"
CACHED_RECORDS = 20_000
INDEX_EVERY = 1.0
"""Seconds between two runs of the search indexer, so that it gathers messages rather than competes."""


class SqliteDatabase:
    """Implements hub.core.ports.Database."""

    def __init__(self, path: Path, opened: "_Opened", clock: Clock) -> None:
        """Take what `open` prepared."""
        self._path = path
        self._lock = opened.lock
        self._clock = clock
        self._cache = RecordCache(CACHED_RECORDS, LARGE)
        self._keys = UniqueKeys(CACHED_RECORDS)
        self._listeners = Listeners()
        self._readers = Readers(path)
        self._last = opened.last_seqs
        self._stores: dict[str, SqliteStore] = {}
        self._connection = opened.connection
        self._writer = Writer(opened.connection, self._finish)
        self._indexing = asyncio.Lock()
        self._unindexed = asyncio.Event()
        self._unindexed.set()  # the last run may have left some
        self._indexer = asyncio.get_running_loop().create_task(
            supervise("search_index", self._keep_indexed, clock)
        )

    @classmethod
    async def open(cls, folder: Path, clock: Clock) -> "SqliteDatabase":
        """Open or create the database in a folder; raise Unavailable if that cannot be."""
        path = folder / FILE
        prepare([Event, *BY_TYPE])
        return cls(path, await asyncio.to_thread(_prepare, path), clock)

    def tenant(self, tenant: str) -> SqliteStore:
        """Return the handle bound to a tenant."""
        store = self._stores.get(tenant)
        if store is None:
            newest = self._last.get(tenant, 0)
            store = SqliteStore(tenant, self._writer, self._readers, self._cache, self._keys, newest)
            self._stores[tenant] = store
        return store

    async def tenants(self) -> list[str]:
        """Return the ids of all tenants that have their Tenant record."""
        sql = "SELECT DISTINCT tenant FROM tenant ORDER BY tenant"
        return await self._readers.run(lambda connection: [row[0] for row in connection.execute(sql)])

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call the listener for every commit from now on; the returned function ends it."""
        return self._listeners.subscribe(listener)

    async def backup(self, to: Path) -> None:
        """Write a consistent copy into a folder, which can be opened like this one."""
        await asyncio.to_thread(back_up, self._path, to)

    def export(self, tenant: str) -> AsyncIterator[bytes]:
        """Yield a tenant's records and events as JSON lines, as they are at one moment."""
        return transfer.export(self._path, tenant)

    async def load(self, tenant: str, lines: AsyncIterator[bytes]) -> int:
        """Store exported lines under the tenant, which must be empty; return how many. All or nothing."""
        count, newest = await transfer.load(self._writer, self._path.parent, tenant, lines)
        self._keys.clear()
        self.tenant(tenant).committed(newest)
        self._unindexed.set()
        return count

    async def index_pending(self) -> None:
        """Make all messages and contacts committed so far searchable now."""
        async with self._indexing:
            for part in await self._readers.run(search.behind):
                await self._index(part)
            while await self._writer.call(index_contacts):
                pass

    async def compact(self) -> None:
        """Write the file anew, without unused space; nothing is stored meanwhile, which takes a while."""
        await self._writer.call(compact, transaction=False)

    async def close(self) -> None:
        """Write what was accepted, then let go of the file."""
        self._indexer.cancel()
        with suppress(asyncio.CancelledError):
            await self._indexer
        await self._writer.close()
        await self._readers.close()
        # The last connection to close folds the log into the file, and readers may not write.
        await asyncio.to_thread(self._connection.close)
        self._lock.release()

    async def _index(self, part: search.Behind) -> None:
        """Index what is missing, and no more: what comes meanwhile is cheaper taken together next time."""
        after = part.indexed
        while after < part.newest:
            found = await self._readers.run(partial(search.pending, tenant=part.tenant, after=after))
            await self._writer.call(partial(search.index, found=found))
            after = found.upto

    def _finish(self, outcomes: list[Outcome]) -> None:
        """After a COMMIT: bring the cache up to date, then tell the listeners, in order."""
        for job, failure in outcomes:
            if failure is not None:
                continue
            for record in job.sealed.deletes:
                self._cache.drop(job.tenant, record)
                self._keys.drop(job.tenant, record)
            for record in job.sealed.saves:
                self._cache.put(job.tenant, record)
                self._keys.put(job.tenant, record)
            self._unindexed.set()
            if job.sealed.events:
                self._stores[job.tenant].committed(job.sealed.events[-1].seq)
                self._listeners.tell(job.sealed.changes)

    async def _keep_indexed(self) -> None:
        while True:
            await self._unindexed.wait()
            self._unindexed.clear()
            await self.index_pending()
            await self._clock.sleep(INDEX_EVERY)


class _Opened(NamedTuple):
    """What opening the file gave."""

    lock: FolderLock
    connection: sqlite3.Connection
    last_seqs: dict[str, int]


def _prepare(path: Path) -> _Opened:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = FolderLock(path.parent)
    try:
        connection = writer_connection(path)
        migrate(connection, path)
        return _Opened(lock, connection, dict(connection.execute(search.TENANTS).fetchall()))
    except BaseException:
        lock.release()
        raise
