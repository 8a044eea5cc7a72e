"""How records and events become bytes and come back: JSON by msgspec, in every engine."""

import threading
from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar

import msgspec

_encoder = msgspec.json.Encoder()
_making = threading.Lock()

T = TypeVar("T", bound=msgspec.Struct)


def encode(value: msgspec.Struct) -> str:
    """Return a record or event as JSON text."""
    return _encoder.encode(value).decode()


def decode(kind: type[T], body: str | bytes) -> T:
    """Read a record or event from its JSON text."""
    decoder: msgspec.json.Decoder[T] = _decoder(kind)
    return decoder.decode(body)


def prepare(kinds: Iterable[type[msgspec.Struct]]) -> None:
    """Make the decoders of these kinds, before there are threads that use them or what they consist of."""
    for kind in kinds:
        _decoder(kind)


@cache
def _decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    # While msgspec makes a decoder it notes on each struct what it learns of its fields. Another thread that
    # meets a struct halfway through that ends the process (msgspec 0.22).
    # strict=False would also accept "1" for 1; what we wrote ourselves is exact.
    with _making:
        return msgspec.json.Decoder(kind)
