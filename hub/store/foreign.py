"""Databases of programs beside ours (SQLite files that they write): taking rows out of them for good."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

from hub.core.errors import Unavailable

WAIT = 10.0
"""Seconds for the other program to let go of its file."""


def remove_rows(path: Path, table: str, statement: str, values: Iterable[tuple[str, ...]]) -> int:
    """Run a DELETE for each tuple of values and return how many rows went; the space is overwritten.

    A file that is not there, or has no such table, has nothing to remove. Raises Unavailable for a file that
    cannot be written.
    """
    if not path.exists():
        return 0
    uri = f"file:{quote(str(path.absolute()))}?mode=rw"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=WAIT)) as connection, connection:
            connection.execute("PRAGMA secure_delete = ON")
            there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
            if connection.execute(there, (table,)).fetchone() is None:
                return 0
            return connection.executemany(statement, values).rowcount
    except sqlite3.Error as error:
        raise Unavailable(f"{path} cannot be written ({error}).") from error
