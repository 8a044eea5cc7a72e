"""Bytes of small files."""

from hub.core.records import Record


class SmallBlob(Record, frozen=True, kw_only=True):
    """Bytes under their SHA-256, which is the record's id."""

    data: bytes
