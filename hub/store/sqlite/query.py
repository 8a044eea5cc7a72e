"""The SQL of `find`, `count` and `tally`."""

from typing import Any

from hub.core.ports import Where
from hub.store.sqlite.plan import choose
from hub.store.sqlite.statements import Row
from hub.store.sqlite.tables import Table, column


def find(
    table: Table,
    tenant: str,
    where: Where | None,
    *,
    order: str,
    descending: bool,
    limit: int,
    above: Any,
    below: Any,
) -> tuple[str, Row]:
    """Return the statement that selects the bodies of matching records in order, and its values."""
    _check(table, order)
    terms, values = _terms(table, tenant, where)
    if above is not None:
        terms.append(f"{order} > ?")
        values.append(column(above))
    if below is not None:
        terms.append(f"{order} < ?")
        values.append(column(below))
    way = " DESC" if descending else ""
    by = f"id{way}" if order == "id" else f"{order}{way}, id{way}"
    values.append(limit)
    bounded = above is not None or below is not None
    # Only declared names and marks are put into the text.
    source = _source(table, where, order, bounded)
    sql = f"SELECT body FROM {source} WHERE {' AND '.join(terms)} ORDER BY {by} LIMIT ?"
    return sql, tuple(values)


def count(table: Table, tenant: str, where: Where | None) -> tuple[str, Row]:
    """Return the statement that counts matching records, and its values."""
    terms, values = _terms(table, tenant, where)
    source = _source(table, where, "id", bounded=False)
    return f"SELECT count(*) FROM {source} WHERE {' AND '.join(terms)}", tuple(values)


def tally(
    table: Table, tenant: str, field: str, where: Where | None, *, order: str, above: Any
) -> tuple[str, Row]:
    """Return the statement that counts matching records by a field's values, and its values."""
    _check(table, field)
    _check(table, order)
    terms, values = _terms(table, tenant, where)
    terms.append(f"{field} IS NOT NULL")
    if above is not None:
        terms.append(f"{order} > ?")
        values.append(column(above))
    sql = f"SELECT {field}, count(*) FROM {table.name} WHERE {' AND '.join(terms)} GROUP BY {field}"
    return sql, tuple(values)


def _source(table: Table, where: Where | None, order: str, bounded: bool) -> str:
    index = choose(table, where or {}, order, bounded=bounded)
    return f"{table.name} INDEXED BY {index}" if index else table.name


def _terms(table: Table, tenant: str, where: Where | None) -> tuple[list[str], list[Any]]:
    terms, values = ["tenant = ?"], [tenant]
    for field, wanted in (where or {}).items():
        _check(table, field)
        if wanted is None:
            terms.append(f"{field} IS NULL")
        elif isinstance(wanted, set | frozenset | list | tuple):
            terms.append(_any_of(table, field, [column(one) for one in wanted], values))
        else:
            terms.append(_equal(table, field, column(wanted), values))
    return terms, values


def _any_of(table: Table, field: str, wanted: list[Any], values: list[Any]) -> str:
    known = sorted({one for one in wanted if one is not None}, key=str)
    parts = []
    if len(known) == 1:
        parts.append(_equal(table, field, known[0], values))
    elif known:
        parts.append(f"{field} IN ({', '.join('?' * len(known))})")
        values.extend(known)
    if len(known) < len(set(wanted)):
        parts.append(f"{field} IS NULL")
    return f"({' OR '.join(parts)})" if parts else "0"


def _equal(table: Table, field: str, wanted: Any, values: list[Any]) -> str:
    # SQLite uses an index with a condition only when the query has the same condition as a constant.
    if wanted in table.constants.get(field, ()):
        return f"{field} = {table.constants[field][wanted]}"
    values.append(wanted)
    return f"{field} = ?"


def _check(table: Table, field: str) -> None:
    if field != "id" and field not in table.fields:
        names = ", ".join(("id", *table.fields))
        raise ValueError(f"{table.name} cannot be found by {field!r}, only by {names}: see hub.store.kinds.")
