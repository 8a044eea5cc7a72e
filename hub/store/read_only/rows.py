"""Rows of other people's databases as values of JSON: not too many, and not too large together."""

import math
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import msgspec

from hub.core.errors import InvalidInput
from hub.store.read_only.limits import FETCHED, LARGEST, LONGEST_VALUE, MOST_ROWS

_EXACT = 15
"""Digits that a float keeps whatever they are."""


class Rows:
    """Takes the rows of one result; refuses what is too large."""

    def __init__(self, names: Sequence[str]) -> None:
        """Take the columns' names; of two columns with the same name the later one counts."""
        self._names = names
        self._size = 0
        self.found: list[dict[str, Any]] = []

    @property
    def wanted(self) -> int:
        """How many rows to fetch next; none when there are enough."""
        return min(FETCHED, MOST_ROWS - len(self.found))

    def add(self, row: Sequence[Any]) -> None:
        """Add a row of a driver's values; raise InvalidInput when the rows are too large together."""
        values = {name: plain(value) for name, value in zip(self._names, row, strict=True)}
        self._size += len(msgspec.json.encode(values))
        if self._size > LARGEST:
            raise InvalidInput(
                f"The rows are larger than {LARGEST // 1024} kB. Select fewer columns or rows.", field="query"
            )
        self.found.append(values)


def plain(value: Any) -> Any:
    """Return a driver's value as JSON has it.

    Dates and times become text as in ISO 8601, decimals numbers where these are as exact and else text,
    bytes text.
    """
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value[:LONGEST_VALUE].replace("\0", "")
    if isinstance(value, int):
        return value if -(2**63) <= value < 2**63 else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return _number(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value[:LONGEST_VALUE]).decode("utf-8", "replace")
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(one) for one in value]
    return str(value)[:LONGEST_VALUE]


def _number(value: Decimal) -> Any:
    if not value.is_finite() or value.adjusted() > 17:
        return str(value)
    whole = value.to_integral_value()
    if whole == value:
        return int(whole)
    return float(value) if len(value.normalize().as_tuple().digits) <= _EXACT else str(value)


def _duration(value: timedelta) -> str:
    """Return hours, minutes and seconds: MySQL's times of day are durations."""
    seconds = abs(value) // timedelta(seconds=1)
    sign = "-" if value < timedelta(0) else ""
    return f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
