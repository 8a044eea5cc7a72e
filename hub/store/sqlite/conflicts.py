"""Why SQLite refused a row: an id in use, a unique key and who holds it, or a value it cannot take."""

import sqlite3

from hub.core.errors import Duplicate, HubError, InvalidInput, StaleRevision
from hub.core.records import Record
from hub.store.sqlite.tables import Table, column, condition

UNSTORABLE = (
    OverflowError,
    UnicodeError,
    sqlite3.DataError,
    sqlite3.InterfaceError,
    sqlite3.ProgrammingError,
)
"""What is raised for a value that cannot be stored: too large a number, half a character."""


def unstorable(error: Exception) -> HubError:
    """Return the error a committer gets whose record has a value that cannot be stored."""
    return InvalidInput(f"A value cannot be stored ({error}): correct it and try again.")


def diagnose(
    connection: sqlite3.Connection,
    tenant: str,
    table: Table | None,
    record: Record | None,
    error: sqlite3.IntegrityError,
) -> HubError:
    """Return the error the committer gets; look at the rows rather than at SQLite's message."""
    if table is None or record is None:
        raise error  # an event's number was used twice: a fault of ours, not a conflict of theirs
    name = type(record).__name__
    for index in table.kind.indexes:
        if not index.unique:
            continue
        terms = ["tenant = ?", *(f"{field} = ?" for field in index.fields), "id <> ?"]
        if index.when:
            terms.append(condition(index.when))
        values = (tenant, *(column(getattr(record, field)) for field in index.fields), record.id)
        sql = f"SELECT id FROM {table.name} WHERE {' AND '.join(terms)}"
        applies = all(getattr(record, field) in wanted for field, wanted in index.when.items())
        holder = connection.execute(sql, values).fetchone() if applies else None
        if holder:
            key = ", ".join(index.fields)
            return Duplicate(
                f"There is already a {name} with the same {key}: {holder[0]}.", existing=holder[0]
            )
    return StaleRevision(f"{name} {record.id} exists already.")
