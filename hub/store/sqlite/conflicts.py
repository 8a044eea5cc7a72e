"""Why SQLite refused a row: an id in use, or a unique key and who holds it."""

import sqlite3

from hub.core.errors import Duplicate, HubError, StaleRevision
from hub.core.records import Record
from hub.store.sqlite.tables import Table, column, condition


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
