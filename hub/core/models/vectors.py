"""Vectors of texts, kept so that a restart does not compute them again."""

from hub.core.records import Record


class TextVector(Record, frozen=True, kw_only=True):
    """The vector of a text; the record's id is the model's name and the text's digest.

    `data` are little-endian float16, 768 bytes for 384 dimensions. It can be computed again at any time.
    """

    data: bytes
