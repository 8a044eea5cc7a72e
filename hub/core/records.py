"""What every stored thing has in common."""

from typing import TypeVar

from msgspec import Struct


class Record(Struct, frozen=True, kw_only=True):
    """A stored value. `rev` is the revision it was read at; 0 means it was never stored.

    Saving a record compares `rev` with what is stored and writes `rev + 1`, so that of two writers
    who read the same revision exactly one succeeds.
    """

    id: str
    rev: int = 0


class Value(Struct, frozen=True, kw_only=True):
    """A part of a record, without identity of its own."""


R = TypeVar("R", bound=Record)
