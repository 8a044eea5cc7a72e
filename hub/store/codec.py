"""How records and events become bytes and come back: JSON by msgspec, in every engine."""

from functools import cache
from typing import Any, TypeVar

import msgspec

_encoder = msgspec.json.Encoder()

T = TypeVar("T", bound=msgspec.Struct)


def encode(value: msgspec.Struct) -> str:
    """Return a record or event as JSON text."""
    return _encoder.encode(value).decode()


def decode(kind: type[T], body: str | bytes) -> T:
    """Read a record or event from its JSON text."""
    decoder: msgspec.json.Decoder[T] = _decoder(kind)
    return decoder.decode(body)


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    # strict=False would also accept "1" for 1; what we wrote ourselves is exact.
    return msgspec.json.Decoder(kind)
