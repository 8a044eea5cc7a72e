"""A tape: a recording as a file, encrypted piece by piece while it is made, and good up to where it breaks.

Its bytes are MAGIC, a prefix of 8 random bytes, and chunks: kind (1 byte), length (4 bytes, big-endian) and
that many bytes of AES-256-GCM with its tag. The nonce is the prefix and the chunk's number (4 bytes); kind
and number are authenticated, so chunks can be neither exchanged nor left out. The last one is END.
"""

import os
import struct
from datetime import datetime
from enum import IntEnum

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from hub.core.errors import InvalidInput
from hub.core.records import Value

MAGIC = b"SBTAPE1\n"
PREFIX_BYTES = 8
KEY_BYTES = 32
LEVELS_A_SECOND = 10
"""How often the loudness of both channels is noted."""
AUDIO_TYPE = "audio/ogg"
"""Opus in Ogg (RFC 7845), two channels: the caller on the left, whom the caller heard on the right."""
_HEAD = struct.Struct(">BI")


class Kind(IntEnum):
    """What a chunk holds."""

    START = 0  # JSON: Start
    AUDIO = 1  # the next bytes of the Ogg stream
    LEVELS = 2  # left, right, left, right ...: the loudest sample of a tenth of a second, 0 to 255
    NOTE = 3  # JSON: Line or Pause
    END = 4  # JSON: End


class Start(Value, frozen=True, kw_only=True):
    """When its first sample was heard."""

    at: datetime


class Line(Value, frozen=True, kw_only=True, tag="line"):
    """When something was said, in seconds: by us (`order` to speak) or by a party (`at`: of its report)."""

    begun: float
    ended: float
    order: str = ""
    at: datetime | None = None


class Pause(Value, frozen=True, kw_only=True, tag="pause"):
    """From when to when nothing was recorded, in seconds."""

    begun: float
    ended: float


class End(Value, frozen=True, kw_only=True):
    """How long it is."""

    seconds: float


class Tape(Value, frozen=True, kw_only=True):
    """What is on a tape. `complete` is False when its end is missing."""

    started_at: datetime | None
    audio: bytes
    left: bytes
    right: bytes
    lines: list[Line]
    pauses: list[Pause]
    seconds: float
    complete: bool


class Sealer:
    """Makes a tape's bytes, in order. A key may seal several tapes: each has a prefix of its own."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._prefix = os.urandom(PREFIX_BYTES)
        self._number = 0

    def head(self) -> bytes:
        """Return what a tape begins with."""
        return MAGIC + self._prefix

    def seal(self, kind: Kind, content: bytes | Value) -> bytes:
        """Return the next chunk."""
        plain = content if isinstance(content, bytes) else msgspec.json.encode(content)
        sealed = self._cipher.encrypt(_nonce(self._prefix, self._number), plain, bytes([kind]))
        self._number += 1
        return _HEAD.pack(kind, len(sealed)) + sealed


def read_tape(data: bytes, key: bytes) -> Tape:
    """Return what is on a tape, up to where it breaks off.

    Raises InvalidInput if it is none, or none that this key opens. Takes 10 ms for an hour.
    """
    prefix = data[len(MAGIC) : len(MAGIC) + PREFIX_BYTES]
    if not data.startswith(MAGIC) or len(prefix) < PREFIX_BYTES:
        raise InvalidInput("This is no recording.")
    chunks = _chunks(data, AESGCM(key), prefix)
    if not chunks and len(data) > len(MAGIC) + PREFIX_BYTES + _HEAD.size:
        raise InvalidInput("This recording was not encrypted with the key it was given.")
    return _tape(chunks)


def _chunks(data: bytes, cipher: AESGCM, prefix: bytes) -> list[tuple[Kind, bytes]]:
    found: list[tuple[Kind, bytes]] = []
    at = len(MAGIC) + PREFIX_BYTES
    while at + _HEAD.size <= len(data):
        kind, length = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        try:
            plain = cipher.decrypt(_nonce(prefix, len(found)), data[at : at + length], bytes([kind]))
            found.append((Kind(kind), plain))
        except (InvalidTag, ValueError, OverflowError):
            break  # cut off, or damaged: what follows cannot be trusted
        at += length
    return found


def _tape(chunks: list[tuple[Kind, bytes]]) -> Tape:
    def joined(kind: Kind) -> bytes:
        return b"".join(content for one, content in chunks if one is kind)

    notes = [msgspec.json.decode(content, type=Line | Pause) for one, content in chunks if one is Kind.NOTE]
    start, end, levels = joined(Kind.START), joined(Kind.END), joined(Kind.LEVELS)
    return Tape(
        started_at=msgspec.json.decode(start, type=Start).at if start else None,
        audio=joined(Kind.AUDIO),
        left=levels[::2],
        right=levels[1::2],
        lines=[note for note in notes if isinstance(note, Line)],
        pauses=[note for note in notes if isinstance(note, Pause)],
        seconds=msgspec.json.decode(end, type=End).seconds if end else len(levels) / 2 / LEVELS_A_SECOND,
        complete=bool(end),
    )


def _nonce(prefix: bytes, number: int) -> bytes:
    return prefix + number.to_bytes(4, "big")
