"""Statements that write one row or many at once.

Each call into SQLite lets go of Python's global lock, and a busy event loop takes milliseconds to
give it back. So the writer makes few calls with many rows.
"""

from collections.abc import Iterator, Sequence
from itertools import chain
from sqlite3 import Connection
from typing import Any

Row = tuple[Any, ...]

SIZES = (128, 96, 64, 48, 32, 24, 16, 12, 8, 6, 4, 3, 2, 1)
"""Numbers of rows that are written with one call. Few, so that SQLite prepares few texts; so close that any
number of rows up to 100 takes three calls at most."""


class Statement:
    """SQL for one row (`single`), and for several as `head` + one group of marks per row + `tail`."""

    def __init__(self, single: str, *, head: str = "", tail: str = "", exact: bool = True) -> None:
        """Take the texts; without `head`, rows are written one by one. If not `exact`, rows may hit none."""
        self.single = single
        self._head = head
        self._tail = tail
        self._exact = exact
        self._texts: dict[int, str] = {1: single}

    def write(self, connection: Connection, rows: Sequence[Row]) -> bool:
        """Write the rows in order; return whether each of them hit exactly one, if that is asked for."""
        for text, values, size in self.calls(rows):
            if connection.execute(text, values).rowcount != size and self._exact:
                return False
        return True

    def calls(self, rows: Sequence[Row]) -> Iterator[tuple[str, Row, int]]:
        """Yield the texts to execute, each with its values and its number of rows."""
        start = 0
        while start < len(rows):
            size = self._size(len(rows) - start)
            chunk = rows[start : start + size]
            values = chunk[0] if size == 1 else tuple(chain.from_iterable(chunk))
            yield self._text(size, len(chunk[0])), values, size
            start += size

    def _size(self, left: int) -> int:
        return next(size for size in SIZES if size <= left) if self._head else 1

    def _text(self, rows: int, width: int) -> str:
        text = self._texts.get(rows)
        if text is None:
            marks = f"({', '.join('?' * width)})"
            text = self._texts[rows] = self._head + ", ".join([marks] * rows) + self._tail
        return text


def insert(table: str, columns: Sequence[str], verb: str = "INSERT") -> Statement:
    """Return the statement that adds rows with these columns."""
    head = f"{verb} INTO {table} ({', '.join(columns)}) VALUES "
    return Statement(f"{head}({', '.join('?' * len(columns))})", head=head)


def insert_missing(table: str, columns: Sequence[str]) -> Statement:
    """Return the statement that adds those of the rows whose tenant and id are not there yet."""
    head = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
    tail = " ON CONFLICT (tenant, id) DO NOTHING"
    return Statement(f"{head}({', '.join('?' * len(columns))}){tail}", head=head, tail=tail, exact=False)


def update(table: str, columns: Sequence[str]) -> Statement:
    """Return the statement that replaces columns, revision and body where the revision is the last value.

    Values of a row: the columns, new revision, body, tenant, id, old revision.
    """
    names = [*columns, "rev", "body"]
    sets = ", ".join(f"{name} = ?" for name in names)
    single = f"UPDATE {table} SET {sets} WHERE tenant = ? AND id = ? AND rev = ?"
    key = range(len(names) + 1, len(names) + 4)
    joined = " AND ".join(
        f"{table}.{name} = v.column{n}" for name, n in zip(("tenant", "id", "rev"), key, strict=True)
    )
    many = ", ".join(f"{name} = v.column{n}" for n, name in enumerate(names, start=1))
    head = f"UPDATE {table} SET {many} FROM (VALUES "
    return Statement(single, head=head, tail=f") AS v WHERE {joined}")


def delete(table: str) -> Statement:
    """Return the statement that removes a row at a revision: tenant, id, revision."""
    return Statement(f"DELETE FROM {table} WHERE tenant = ? AND id = ? AND rev = ?")
