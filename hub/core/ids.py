"""Identifiers: ULIDs, which sort by the millisecond they were made in."""

import secrets
from collections.abc import Callable

from hub.core.clock import Clock

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_PAIRS = [first + second for first in _ALPHABET for second in _ALPHABET]

_DRAWN_AT_ONCE = 4096

Ids = Callable[[], str]
"""Makes a new identifier at each call."""


def ulid_source(clock: Clock, random_bits: Callable[[int], int] | None = None) -> Ids:
    """Return a maker of 26-character ULIDs (github.com/ulid/spec), strictly increasing within the process."""
    random_bits = random_bits or _drawn_ahead()
    last = 0

    def new_id() -> str:
        nonlocal last
        value = (int(clock.now().timestamp() * 1000) << 80) | random_bits(80)
        last = max(value, last + 1)
        return encode_ulid(last)

    return new_id


def _drawn_ahead() -> Callable[[int], int]:
    """Return `secrets.randbits` that asks the system seldom: asking hands Python's lock to other threads."""
    drawn, used = b"", 0

    def random_bits(bits: int) -> int:
        nonlocal drawn, used
        size = (bits + 7) // 8
        if used + size > len(drawn):
            drawn, used = secrets.token_bytes(_DRAWN_AT_ONCE), 0
        used += size
        return int.from_bytes(drawn[used - size : used]) >> (size * 8 - bits)

    return random_bits


def encode_ulid(value: int) -> str:
    """Write a 128-bit number as 26 characters of Crockford's base 32."""
    return "".join([_PAIRS[(value >> shift) & 1023] for shift in range(120, -1, -10)])
