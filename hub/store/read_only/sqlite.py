"""Read-only SQLite files. Nothing can be written, attached or loaded."""

import asyncio
import sqlite3
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hub.core.clock import Clock
from hub.core.errors import InvalidInput, Unavailable
from hub.store.read_only.rows import Rows

CHECK_EVERY = 2000
"""Steps of SQLite's machine between two looks at the clock."""
_ALLOWED = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
_REFUSED_FUNCTIONS = frozenset(
    {"load_extension", "fts3_tokenizer", "readfile", "writefile", "zeroblob", "randomblob"}
)


class SqliteFile:
    """One file (hub.store.read_only.databases.ReadOnlyDatabase). Queries run in threads, a few at a time."""

    def __init__(self, path: str, clock: Clock, *, at_once: int) -> None:
        """Take the file's path; it is opened anew for each query."""
        self._path = path
        self._clock = clock
        self._room = asyncio.Semaphore(at_once)

    async def select(self, query: str, values: Mapping[str, Any], seconds: float) -> list[dict[str, Any]]:
        """Return the rows of a query as objects."""
        async with self._room:
            return await asyncio.to_thread(_selected, self._path, query, dict(values), seconds, self._clock)

    async def close(self) -> None:
        """Hold nothing."""


def _selected(
    path: str, query: str, values: dict[str, Any], seconds: float, clock: Clock
) -> list[dict[str, Any]]:
    uri = f"file:{quote(str(Path(path).absolute()))}?mode=ro"
    try:
        connection = sqlite3.connect(uri, uri=True, timeout=seconds, check_same_thread=False)
    except sqlite3.Error as error:
        raise Unavailable("The database cannot be opened.") from error
    late = threading.Event()
    until = clock.monotonic() + seconds
    try:
        connection.execute("PRAGMA query_only = 1")
        connection.set_authorizer(_authorized)

        def too_late() -> int:
            if clock.monotonic() > until:
                late.set()
            return int(late.is_set())

        connection.set_progress_handler(too_late, CHECK_EVERY)
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 1_000_000)
        cursor = connection.execute(query, values)
        rows = Rows([column[0] for column in cursor.description or ()])
        while wanted := rows.wanted:
            some = cursor.fetchmany(wanted)
            for row in some:
                rows.add(row)
            if len(some) < wanted:
                break
        return rows.found
    except sqlite3.Error as error:
        if late.is_set():
            raise Unavailable("The query took too long.") from error
        raise InvalidInput(f"The query cannot be run: {error}.", field="query") from error
    finally:
        connection.close()


def _authorized(action: int, first: str | None, second: str | None, *_: Any) -> int:
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _REFUSED_FUNCTIONS:
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK if action in _ALLOWED else sqlite3.SQLITE_DENY
