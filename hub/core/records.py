"""What every stored thing has in common."""

from typing import TypeVar

from msgspec import Struct


class Record(Struct, frozen=True, kw_only=True, gc=False):
    """A stored value. `rev` is the revision it was read at; 0 means it was never stored.

    Saving a record compares `rev` with what is stored and writes `rev + 1`, so that of two writers
    who read the same revision exactly one succeeds.

    Frozen values cannot refer to themselves, so the cycle collector need not look at them (`gc=False`).
    """

    id: str
    rev: int = 0


class Value(Struct, frozen=True, kw_only=True, gc=False):
    """A part of a record, without identity of its own."""


R = TypeVar("R", bound=Record)
