"""Which index a query uses.

SQLite would have to guess, and takes a tenant for a handful of records: it walks all of a tenant's
records rather than use an index. The declarations know better, so the choice is made here.
"""

from typing import Any

from hub.core.ports import Where
from hub.store.kinds import Index
from hub.store.sqlite.tables import Table


def choose(table: Table, where: Where, order: str, *, bounded: bool) -> str:
    """Return the name of the index to use, or "" for the table's own order.

    `bounded` says that the order field is limited to a range, so that unset values do not matter.
    """
    if "id" in where or any(_is_set(value) and not value for value in where.values()):
        return ""  # one record per id; nothing at all for an empty set
    best, best_score = "", (0, 0, 0)
    for name, index in table.named_indexes.items():
        filters = _filters(index, where)
        ordered = filters < len(index.fields) and index.fields[filters] == order
        if not _covers(index, where, order if bounded and ordered else ""):
            continue
        exact = sum(not _is_set(where[field]) for field in index.fields[:filters])
        if order == "id":  # no page is wanted but all that match: the more filters the better
            score = (filters, exact, 0)
        elif exact < filters:  # a set of values cannot give an order: better walk in order, if possible
            score = (exact, 0, filters)
        else:
            score = (exact, int(ordered), 0)
        if score > best_score:
            best, best_score = name, score
    return best


def _filters(index: Index, where: Where) -> int:
    """Return by how many of its first fields the index can be searched."""
    number = 0
    for field in index.fields:
        if field not in where or not _searchable(where[field]):
            break
        number += 1
    return number


def _covers(index: Index, where: Where, bounded: str) -> bool:
    """Say whether the index has all records that may match."""
    if index.sparse:
        first = index.fields[0]
        return first == bounded or (where.get(first) is not None and _searchable(where[first]))
    # SQLite sees that an index with a condition fits when the query has the same constant.
    return all(
        field in where and len(wanted) == 1 and _one(where[field]) in wanted
        for field, wanted in index.when.items()
    )


def _one(value: Any) -> Any:
    """Return the only value of a set of one, else the value itself."""
    if not _is_set(value):
        return value
    return next(iter(value)) if len(value) == 1 else None


def _searchable(value: Any) -> bool:
    return not _is_set(value) or None not in value


def _is_set(value: Any) -> bool:
    return isinstance(value, set | frozenset | list | tuple)
