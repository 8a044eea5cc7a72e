"""Tables and statements, made from the declarations in hub.store.kinds.

One table per kind: the fields to find by as columns, the whole record as JSON in `body`.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from itertools import compress
from operator import attrgetter, ne
from types import NoneType
from typing import Any, get_args, get_type_hints

from hub.core.records import Record
from hub.store.kinds import KINDS, Index, Kind
from hub.store.sqlite import statements
from hub.store.sqlite.statements import Statement

EVENT_TABLE = """CREATE TABLE event (
  tenant TEXT NOT NULL, seq INTEGER NOT NULL, conversation TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (tenant, seq)
) WITHOUT ROWID"""
INSERT_EVENT = statements.insert("event", ("tenant", "seq", "conversation", "body"))


def column(value: Any) -> Any:
    """Return a field's value as it stands in its column: times as seconds since 1970."""
    kind = type(value)
    if kind is str or value is None or kind is int or kind is float:
        return value
    if isinstance(value, str):
        return str.__str__(value)  # a StrEnum's member as plain text
    if isinstance(value, datetime):
        return value.timestamp()
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"A field of type {kind.__name__} cannot be found by.")


def literal(value: Any) -> str:
    """Write a constant of the declarations into SQL."""
    plain = column(value)
    if plain is None:
        return "NULL"
    return str(plain) if isinstance(plain, int | float) else "'" + str(plain).replace("'", "''") + "'"


def condition(when: Mapping[str, Collection[Any]]) -> str:
    """Write an index's condition, in the same form that queries use, so that SQLite sees the match."""
    terms = []
    for field, values in when.items():
        parts = [literal(value) for value in values]
        terms.append(f"{field} = {parts[0]}" if len(parts) == 1 else f"{field} IN ({', '.join(parts)})")
    return " AND ".join(terms)


class Table:
    """The SQL of one kind. Statements are constants per table, so SQLite prepares each only once."""

    def __init__(self, kind: Kind) -> None:
        """Take the declaration."""
        self.kind = kind
        self.name = kind.name
        self.fields = kind.fields
        columns = ["tenant", "id", "rev", *kind.fields, "body"]
        self.insert = statements.insert(self.name, columns)
        self.insert_missing = statements.insert_missing(self.name, columns)
        self.delete = statements.delete(self.name)
        self.named_indexes = {self._index_name(index): index for index in kind.indexes}
        self.unique = _exact_keys(kind)
        self.constants = _constants(kind)
        self._get = attrgetter("id", "rev", *kind.fields)  # one call in C; with one name it gives no tuple
        self._convert = _conversions(kind)
        self._updates: dict[tuple[str, ...], Statement] = {}

    def create(self) -> str:
        """Return the statement that makes the table."""
        columns = "".join(f"\n  {field}," for field in self.fields)
        return (
            f"CREATE TABLE {self.name} (\n  tenant TEXT NOT NULL, id TEXT NOT NULL, rev INTEGER NOT NULL,"
            f"{columns}\n  body TEXT NOT NULL,\n  PRIMARY KEY (tenant, id)\n) WITHOUT ROWID"
        )

    def indexes(self) -> dict[str, str]:
        """Return the statements that make the indexes, by name."""
        return {name: self._create_index(name, index) for name, index in self.named_indexes.items()}

    def update(self, changed: tuple[str, ...]) -> Statement:
        """Return the statement that replaces a record of which only these columns changed.

        SQLite rewrites every index that has an assigned column, so fewer columns are less work.
        """
        statement = self._updates.get(changed)
        if statement is None:
            statement = self._updates[changed] = statements.update(self.name, changed)
        return statement

    def values(self, record: Record) -> list[Any]:
        """Return the record's columns in the order of `fields`."""
        values = list(self._get(record)[2:])
        for place, convert in self._convert:
            if values[place] is not None:
                values[place] = convert(values[place])
        return values

    def changes(self, before: Record, after: Record) -> tuple[tuple[str, ...], list[Any]]:
        """Return the fields that differ and their new columns."""
        old, new = self._get(before)[2:], self._get(after)[2:]
        if old == new:
            return (), []
        differs = list(map(ne, old, new))
        return tuple(compress(self.fields, differs)), [column(value) for value in compress(new, differs)]

    def _index_name(self, index: Index) -> str:
        suffix = "".join(f"_{value}" for values in index.when.values() for value in values)
        if len(suffix) > 24:
            suffix = "_" + "_".join(index.when)
        return "_".join([self.name, *index.fields]) + suffix + ("_unique" if index.unique else "")

    def _create_index(self, name: str, index: Index) -> str:
        where = condition(index.when)
        if index.sparse:
            where = f"{index.fields[0]} IS NOT NULL"
        word = "UNIQUE INDEX" if index.unique else "INDEX"
        fields = ", ".join(("tenant", *index.fields))
        tail = f" WHERE {where}" if where else ""
        return f"CREATE {word} {name} ON {self.name} ({fields}){tail}"


def _exact_keys(kind: Kind) -> dict[frozenset[str], Index]:
    """Return the unique indexes by the fields whose values name one record, those of the condition too."""
    return {
        frozenset((*index.fields, *index.when)): index
        for index in kind.indexes
        if index.unique and all(len(values) == 1 for values in index.when.values())
    }


def _conversions(kind: Kind) -> list[tuple[int, Callable[[Any], Any]]]:
    """Return the places of the fields that do not go into a column as they are, and how they go."""
    hints = get_type_hints(kind.type)
    conversions: list[tuple[int, Callable[[Any], Any]]] = []
    for place, field in enumerate(kind.fields):
        types = set(get_args(hints[field]) or [hints[field]]) - {NoneType}
        if types == {datetime}:
            conversions.append((place, datetime.timestamp))
        elif not types <= {str, int, float}:
            conversions.append((place, column))
    return conversions


def _constants(kind: Kind) -> dict[str, dict[Any, str]]:
    """Return the values that conditions of one value name, by field, as they stand in SQL."""
    constants: dict[str, dict[Any, str]] = {}
    for index in kind.indexes:
        for field, wanted in index.when.items():
            if len(wanted) == 1:
                (value,) = wanted
                constants.setdefault(field, {})[column(value)] = literal(value)
    return constants


TABLES: Mapping[type[Record], Table] = {kind.type: Table(kind) for kind in KINDS}
