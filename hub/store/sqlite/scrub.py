"""Making sure that deleted text cannot be read from the file: search indexes and the write-ahead log.

Deleted rows are overwritten at once (`secure_delete`). A search index only notes that a word is gone, and has
it until its parts are merged; the log has old pages until it is folded into the file and cut off.
"""

import sqlite3
from functools import partial

from hub.store.sqlite.writer import Writer

INDEXES = ("message_text", "contact_text")
PAGES = 400
"""Pages of an index merged at once: commits wait some 10 ms meanwhile."""


async def scrub(writer: Writer) -> None:
    """Merge the search indexes and empty the log, in small steps between which others commit."""
    for index in INDEXES:
        more = await writer.call(partial(_merge, index=index, pages=-PAGES))
        while more:
            more = await writer.call(partial(_merge, index=index, pages=PAGES))
    await writer.call(_fold, transaction=False)


def compact(connection: sqlite3.Connection) -> None:
    """Write the whole file anew, without any unused space. For the writer, outside of transactions."""
    for index in INDEXES:
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')")
    connection.execute("VACUUM")
    _fold(connection)


def _merge(connection: sqlite3.Connection, index: str, pages: int) -> bool:
    """Merge some of an index; a negative number of pages begins with all its parts. Say if there is more."""
    before = connection.total_changes
    connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)", (pages,))
    return connection.total_changes - before >= 2  # FTS5 says so: fewer changes mean that all is done


def _fold(connection: sqlite3.Connection) -> None:
    """Fold the log into the file and cut it off; readers that still need it are waited for a while."""
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
