"""Connections to the database file, set up for durability."""

import sqlite3
from pathlib import Path

from hub.core.errors import Unavailable

WRITING = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # an acknowledged commit survives a power cut
    "PRAGMA busy_timeout = 5000",
    "PRAGMA secure_delete = ON",  # erased means overwritten
    "PRAGMA wal_autocheckpoint = 4000",  # pages; a page changed often is copied back less often
    "PRAGMA cache_size = -65536",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA journal_size_limit = 67108864",
)
READING = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA cache_size = -16384",
    "PRAGMA temp_store = MEMORY",
)


def writer_connection(path: Path) -> sqlite3.Connection:
    """Open the one connection that writes."""
    try:
        connection = sqlite3.connect(
            path, isolation_level=None, check_same_thread=False, cached_statements=512
        )
        for pragma in WRITING:
            connection.execute(pragma)
    except sqlite3.DatabaseError as error:
        raise Unavailable(
            f"The database {path} cannot be opened ({error}). Check the disk and the file's owner, "
            "or restore a backup."
        ) from error
    return connection


def reader_connection(path: Path) -> sqlite3.Connection:
    """Open a connection that can only read."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )
    for pragma in READING:
        connection.execute(pragma)
    return connection
