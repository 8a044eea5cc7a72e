"""Export and import of one tenant in the SQLite engine."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from hub.core.errors import Conflict
from hub.core.events import Event
from hub.store.codec import encode
from hub.store.sqlite.connect import reader_connection
from hub.store.sqlite.tables import INSERT_EVENT, TABLES
from hub.store.sqlite.writer import Writer
from hub.store.transfer import EVENT, first_line, last_line, read_lines, record_line

CHUNK = 500


async def export(path: Path, tenant: str) -> AsyncIterator[bytes]:
    """Yield all of a tenant as JSON lines, as it was at one moment."""
    connection = await asyncio.to_thread(reader_connection, path)
    lines = _lines(connection, tenant)
    try:
        while chunk := await asyncio.to_thread(_take, lines):
            for line in chunk:
                yield line
    finally:
        await asyncio.to_thread(connection.close)


async def load(writer: Writer, folder: Path, tenant: str, lines: AsyncIterator[bytes]) -> tuple[int, int]:
    """Store exported lines under an empty tenant, all or nothing; return how many and the newest number."""
    # The transaction must not wait for whoever sends the lines, so they are collected first.
    with await asyncio.to_thread(lambda: TemporaryFile("wb+", dir=folder)) as file:
        async for line in lines:
            await asyncio.to_thread(file.write, line)
        counts: tuple[int, int] = await writer.call(lambda connection: _load(connection, tenant, file))
    return counts


def _lines(connection: sqlite3.Connection, tenant: str) -> Iterator[bytes]:
    count = 0
    connection.execute("BEGIN")
    yield first_line(tenant)
    for name in (*(table.name for table in TABLES.values()), EVENT):
        order = "seq" if name == EVENT else "id"
        sql = f"SELECT body FROM {name} WHERE tenant = ? ORDER BY {order}"
        with closing(connection.execute(sql, (tenant,))) as rows:
            for (body,) in rows:
                yield record_line(name, body)
                count += 1
    yield last_line(count)


def _take(lines: Iterator[bytes]) -> list[bytes]:
    return [line for line, _ in zip(lines, range(CHUNK), strict=False)]


def _load(connection: sqlite3.Connection, tenant: str, file: IO[bytes]) -> tuple[int, int]:
    for name in (*(table.name for table in TABLES.values()), "event"):
        if connection.execute(f"SELECT 1 FROM {name} WHERE tenant = ? LIMIT 1", (tenant,)).fetchone():
            raise Conflict(f"Tenant {tenant} already has data ({name}): load into an empty one.")
    file.seek(0)
    count = newest = 0
    for entry in read_lines(file):
        if isinstance(entry, Event):
            newest = max(newest, entry.seq)
            row = (tenant, entry.seq, entry.conversation, encode(entry))
            connection.execute(INSERT_EVENT.single, row)
        else:
            table = TABLES[type(entry)]
            row = (tenant, entry.id, entry.rev, *table.values(entry), encode(entry))
            connection.execute(table.insert.single, row)
        count += 1
    return count, newest
