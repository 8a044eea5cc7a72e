"""Hot records in memory, always as new as the newest acknowledged commit."""

from collections import OrderedDict
from collections.abc import Collection

from hub.core.records import R, Record

Key = tuple[str, type[Record], str]
"""Tenant, record type, id."""


class RecordCache:
    """The `limit` most recently used records. Used from the event loop only.

    A read from the engine takes time, and a commit may overtake it: between `begin` and `end` the
    cache notes such commits, so that an outdated value is never put back.
    """

    def __init__(self, limit: int, large: Collection[type[Record]] = ()) -> None:
        """Take how many records to keep at most, and the kinds too large to keep."""
        self._limit = limit
        self._large = frozenset(large)
        self._records: OrderedDict[Key, Record] = OrderedDict()
        self._reading: dict[Key, int] = {}
        self._overtaken: set[Key] = set()

    def get(self, tenant: str, kind: type[R], id: str) -> R | None:
        """Return the record if it is here."""
        key = (tenant, kind, id)
        record = self._records.get(key)
        if record is None:
            return None
        self._records.move_to_end(key)
        return record  # type: ignore[return-value] # the key names the type

    def put(self, tenant: str, record: Record) -> None:
        """Take in a record that was just committed."""
        key = (tenant, type(record), record.id)
        if key in self._reading:
            self._overtaken.add(key)
        self._keep(key, record)

    def drop(self, tenant: str, record: Record) -> None:
        """Forget a record that was just deleted."""
        key = (tenant, type(record), record.id)
        if key in self._reading:
            self._overtaken.add(key)
        self._records.pop(key, None)

    def begin(self, key: Key) -> None:
        """Note that the engine is being asked for a record."""
        self._reading[key] = self._reading.get(key, 0) + 1

    def end(self, key: Key, found: Record | None) -> None:
        """Take in what the engine answered, unless a commit overtook it."""
        overtaken = key in self._overtaken
        left = self._reading[key] - 1
        if left:
            self._reading[key] = left
        else:
            del self._reading[key]
            self._overtaken.discard(key)
        if found is not None and not overtaken and key not in self._records:
            self._keep(key, found)

    def clear(self) -> None:
        """Forget all records."""
        self._records.clear()
        self._overtaken.update(self._reading)

    def _keep(self, key: Key, record: Record) -> None:
        if type(record) in self._large:
            return
        self._records[key] = record
        self._records.move_to_end(key)
        if len(self._records) > self._limit:
            self._records.popitem(last=False)
