"""Other people's databases, to be read only: SQLite files that are configured for look-ups.

Nothing can be written, attached or loaded; a query has a time and a number of rows.
"""

import asyncio
import sqlite3
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from hub.core.clock import Clock
from hub.core.errors import InvalidInput, Unavailable

MOST_ROWS = 100
LONGEST_VALUE = 4000
"""Characters or bytes of a value."""
CHECK_EVERY = 2000
"""Steps of SQLite's machine between two looks at the clock."""
_ALLOWED = frozenset(
    {sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_FUNCTION, sqlite3.SQLITE_RECURSIVE}
)
_REFUSED_FUNCTIONS = frozenset(
    {"load_extension", "fts3_tokenizer", "readfile", "writefile", "zeroblob", "randomblob"}
)


class ReadOnlyDatabases:
    """The configured databases by name. Queries run in threads, a few at a time."""

    def __init__(self, paths: Mapping[str, str], clock: Clock, *, at_once: int = 4) -> None:
        """Take the paths of the files by the databases' names."""
        self._paths = paths
        self._clock = clock
        self._room = asyncio.Semaphore(at_once)

    def names(self) -> frozenset[str]:
        """Return the names of the databases there are."""
        return frozenset(self._paths)

    async def select(
        self, database: str, query: str, values: Mapping[str, Any], seconds: float
    ) -> list[dict[str, Any]]:
        """Return the rows of a query as objects.

        Raises InvalidInput for what may not be asked, and Unavailable when it takes too long or the file
        cannot be read.
        """
        path = self._paths.get(database)
        if path is None:
            raise InvalidInput(f"There is no database {database}.", field="database")
        async with self._room:
            return await asyncio.to_thread(_selected, path, query, dict(values), seconds, self._clock)


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
        names = [column[0] for column in cursor.description or ()]
        rows = cursor.fetchmany(MOST_ROWS)
        return [{name: _plain(value) for name, value in zip(names, row, strict=True)} for row in rows]
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


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value[:LONGEST_VALUE].decode("utf-8", "replace")
    return value[:LONGEST_VALUE] if isinstance(value, str) else value
