"""Bringing the database file to the shape this hub needs: forward only."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from hub.core.errors import Unavailable
from hub.store.codec import decode
from hub.store.sqlite import contact_search, search
from hub.store.sqlite.old_articles import to_drafts
from hub.store.sqlite.old_reasons import to_reasons
from hub.store.sqlite.tables import EVENT_TABLE, TABLES, Table, column

Step = Callable[[sqlite3.Connection], None]

STEPS: tuple[Step, ...] = (lambda connection: None, to_reasons, to_drafts)
"""Changes of stored data, in order; the file remembers how many were made. The first version needs none.

Tables, columns and indexes need no step: they follow hub.store.kinds by themselves, after the steps, as
new columns are filled from records as they are now. So a step may find a file without tables.
"""


def migrate(connection: sqlite3.Connection, path: Path, steps: tuple[Step, ...] = STEPS) -> None:
    """Bring the file up to date in one transaction, or refuse a file that is newer than this hub."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > len(steps):
        raise Unavailable(
            f"The database {path} was written by a newer hub (format {version}, known {len(steps)}). "
            "Install that version again, or restore a backup made with this one."
        )
    connection.execute("BEGIN IMMEDIATE")
    try:
        for step in steps[version:]:
            step(connection)
        _shape(connection)
        connection.execute(f"PRAGMA user_version = {len(steps)}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _shape(connection: sqlite3.Connection) -> None:
    """Create what is declared and missing; drop indexes that are no longer declared or differ."""
    present = dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall())
    if "event" not in present:
        connection.execute(EVENT_TABLE)
    wanted = {"contact_entry_stale": contact_search.INDEX}
    for table in TABLES.values():
        if table.name not in present:
            connection.execute(table.create())
        else:
            _add_columns(connection, table)
        wanted.update(table.indexes())
    for name, sql in (search.SCHEMA | contact_search.SCHEMA).items():
        if name not in present:
            connection.execute(sql)
    if "contact_entry" not in present:
        connection.execute(contact_search.FILL)
    found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    for name, sql in found.fetchall():
        if wanted.get(name) == sql:
            del wanted[name]
        else:
            connection.execute(f'DROP INDEX "{name}"')
    for sql in wanted.values():
        connection.execute(sql)


def _add_columns(connection: sqlite3.Connection, table: Table) -> None:
    """Add columns declared since the table was made, and fill them from the records."""
    have = {row[1] for row in connection.execute(f"PRAGMA table_info({table.name})")}
    missing = [field for field in table.fields if field not in have]
    if not missing:
        return
    for field in missing:
        connection.execute(f"ALTER TABLE {table.name} ADD COLUMN {field}")
    sets = ", ".join(f"{field} = ?" for field in missing)
    update = f"UPDATE {table.name} SET {sets} WHERE tenant = ? AND id = ?"
    rows = connection.execute(f"SELECT tenant, id, body FROM {table.name}").fetchall()
    for tenant, id, body in rows:
        record = decode(table.kind.type, body)
        connection.execute(update, (*(column(getattr(record, field)) for field in missing), tenant, id))
