"""The store of one tenant in the SQLite engine."""

import asyncio
import sqlite3
from collections.abc import Callable
from typing import Any

from hub.core.batch import Batch, Sealed, seal
from hub.core.errors import NotFound
from hub.core.events import Event
from hub.core.ports import NEWEST, SearchHit, Where
from hub.core.records import R, Record
from hub.store.cache import RecordCache
from hub.store.codec import decode, encode
from hub.store.sqlite import query
from hub.store.sqlite.conflicts import UNSTORABLE, unstorable
from hub.store.sqlite.contact_search import search_contacts
from hub.store.sqlite.reader import Readers
from hub.store.sqlite.scrub import scrub
from hub.store.sqlite.search import search
from hub.store.sqlite.tables import INSERT_EVENT, TABLES
from hub.store.sqlite.writer import Job, Operation, Writer
from hub.store.unique_keys import UniqueKey, UniqueKeys


class SqliteStore:
    """Implements hub.core.ports.Store."""

    def __init__(
        self,
        tenant: str,
        writer: Writer,
        readers: Readers,
        cache: RecordCache,
        keys: UniqueKeys,
        last_seq: int,
    ) -> None:
        """Take the engine's parts and the tenant's newest sequence number."""
        self._tenant = tenant
        self._writer = writer
        self._readers = readers
        self._cache = cache
        self._keys = keys
        self._given_seq = last_seq
        self._last_seq = last_seq

    @property
    def tenant(self) -> str:
        """The tenant this handle is bound to."""
        return self._tenant

    async def get(self, kind: type[R], id: str) -> R:
        """Return the record or raise NotFound."""
        record = self._cache.get(self._tenant, kind, id) or await self._read(kind, id)
        if record is None:
            raise NotFound(f"There is no {kind.__name__} {id}.")
        return record

    async def peek(self, kind: type[R], id: str) -> R | None:
        """Return the record, or None."""
        return self._cache.get(self._tenant, kind, id) or await self._read(kind, id)

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

        def read(connection: sqlite3.Connection) -> list[R]:
            sql, values = query.find(
                TABLES[kind],
                self._tenant,
                where,
                order=order,
                descending=descending,
                limit=limit,
                above=above,
                below=below,
            )
            return [decode(kind, body) for (body,) in connection.execute(sql, values).fetchall()]

        key = self._unique_key(kind, where or {})
        if key is None or above is not None or below is not None or limit < 1:
            return await self._readers.run(read)
        return await self._find_holder(key, kind, read)

    async def count(self, kind: type[R], where: Where | None = None) -> int:
        """Return how many records match."""
        sql, values = query.count(TABLES[kind], self._tenant, where)
        return await self._readers.run(lambda connection: int(connection.execute(sql, values).fetchone()[0]))

    async def tally(
        self, kind: type[R], field: str, where: Where | None = None, *, order: str = "id", above: Any = None
    ) -> dict[str, int]:
        """Return how many records match, by the field's value."""
        sql, values = query.tally(TABLES[kind], self._tenant, field, where, order=order, above=above)
        return await self._readers.run(lambda connection: dict(connection.execute(sql, values).fetchall()))

    async def commit(self, batch: Batch) -> Sealed:
        """Write the batch as a whole; return it as stored, once it is durable."""
        self._writer.check()
        sealed = seal(batch, self._tenant, self._given_seq + 1)
        try:
            operations = self._operations(sealed)
        except UNSTORABLE as error:
            raise unstorable(error) from error
        self._given_seq += len(sealed.events)
        future: asyncio.Future[Sealed] = asyncio.get_running_loop().create_future()
        self._writer.submit(Job(self._tenant, sealed, operations, future))
        return await future

    async def events_after(
        self, seq: int, *, upto: int = NEWEST, conversation: str = "", limit: int = 1000
    ) -> list[Event]:
        """Return events with a greater sequence number, in order, all or one conversation's."""
        of = "AND conversation = ? " if conversation else ""
        sql = f"SELECT body FROM event WHERE tenant = ? AND seq > ? AND seq <= ? {of}ORDER BY seq LIMIT ?"
        values = (self._tenant, seq, upto, *((conversation,) if conversation else ()), limit)

        def read(connection: sqlite3.Connection) -> list[Event]:
            return [decode(Event, body) for (body,) in connection.execute(sql, values).fetchall()]

        return await self._readers.run(read)

    async def last_seq(self) -> int:
        """Return the newest sequence number committed, 0 when there is none."""
        return self._last_seq

    async def scrub(self) -> None:
        """See to it that what was deleted cannot be read any more from search indexes and the log."""
        await scrub(self._writer)

    async def search(self, text: str, *, limit: int = 50) -> list[SearchHit]:
        """Return messages that have all the words, newest first; indexing may lag by seconds."""
        return await self._readers.run(lambda connection: search(connection, self._tenant, text, limit))

    async def search_contacts(self, text: str, *, limit: int = 50) -> list[str]:
        """Return ids of contacts whose name, company or addresses begin with all the words."""
        return await self._readers.run(
            lambda connection: search_contacts(connection, self._tenant, text, limit)
        )

    def committed(self, seq: int) -> None:
        """Note the newest sequence number that is on disk (called by the engine)."""
        self._last_seq = seq
        self._given_seq = max(self._given_seq, seq)

    async def _read(self, kind: type[R], id: str) -> R | None:
        table = TABLES[kind]
        sql = f"SELECT body FROM {table.name} WHERE tenant = ? AND id = ?"
        key = (self._tenant, kind, id)

        def read(connection: sqlite3.Connection) -> R | None:
            row = connection.execute(sql, (self._tenant, id)).fetchone()
            return decode(kind, row[0]) if row else None

        found: R | None = None
        self._cache.begin(key)
        try:
            found = await self._readers.run(read)
        finally:
            self._cache.end(key, found)
        return self._cache.get(self._tenant, kind, id) or found

    def _unique_key(self, kind: type[R], where: Where) -> UniqueKey | None:
        """Return the unique key that the conditions name, if they name all of one and nothing else."""
        index = TABLES[kind].unique.get(frozenset(where))
        if index is None or not all(isinstance(value, str | int) for value in where.values()):
            return None
        if not all(where[field] in wanted for field, wanted in index.when.items()):
            return None
        return UniqueKey(self._tenant, kind, index.fields, tuple(where[field] for field in index.fields))

    async def _find_holder(
        self, key: UniqueKey, kind: type[R], read: Callable[[sqlite3.Connection], list[R]]
    ) -> list[R]:
        """Return the record that has a unique key, if any, without asking the engine where that is known."""
        known = self._keys.get(key)
        if known == "":
            return []
        if known:
            record = await self.peek(kind, known)
            if record and self._keys.get(key) == known:
                return [record]
        question = self._keys.begin(key)
        holder = None
        try:
            found = await self._readers.run(read)
            holder = found[0].id if found else ""
        finally:
            self._keys.end(question, holder)
        return found

    def _operations(self, sealed: Sealed) -> list[Operation]:
        """Return the statements of a batch: deletes first, as they may free what a save needs."""
        tenant = self._tenant
        operations: list[Operation] = []
        for record in sealed.deletes:
            table = TABLES[type(record)]
            operations.append((table, table.delete, (tenant, record.id, record.rev), record))
        for record in sealed.saves:
            operations.append(self._save(record))
        for record in sealed.contents:
            table = TABLES[type(record)]
            row = (tenant, record.id, record.rev, *table.values(record), encode(record))
            operations.append((table, table.insert_missing, row, record))
        for event in sealed.events:
            values = (tenant, event.seq, event.conversation, encode(event))
            operations.append((None, INSERT_EVENT, values, None))
        return operations

    def _save(self, record: Record) -> Operation:
        table = TABLES[type(record)]
        body = encode(record)
        if record.rev == 1:
            row = (self._tenant, record.id, 1, *table.values(record), body)
            return table, table.insert, row, record
        before = self._cache.get(self._tenant, type(record), record.id)
        if before is not None and before.rev == record.rev - 1:
            changed, values = table.changes(before, record)
        else:
            changed, values = table.fields, table.values(record)
        row = (*values, record.rev, body, self._tenant, record.id, record.rev - 1)
        return table, table.update(changed), row, record
