"""What the node and an engine's process say to each other over its pipes: msgpack, each after its length."""

import asyncio
import struct
from typing import BinaryIO

import msgspec

from hub.core.records import Value

_LENGTH = struct.Struct("!I")
MOST = 64 << 20
"""Bytes of a message at most; more means that the stream is not what it should be."""


class Job(Value, frozen=True, kw_only=True, tag_field="type"):
    """Something for an engine; `id` tells jobs apart that go on at once."""

    id: int


class Say(Job, frozen=True, kw_only=True, tag="say"):
    """Make the speech of a text."""

    text: str
    language: str


class Hear(Job, frozen=True, kw_only=True, tag="hear"):
    """Begin to recognise; what is said is likely among `words`, if there are any."""

    language: str
    words: list[str] = []
    urgent: bool = True  # a bot's caller waits for it


class Audio(Job, frozen=True, kw_only=True, tag="audio"):
    """Audio: of what is to be recognised, or of the speech that was made."""

    audio: bytes


class Ask(Job, frozen=True, kw_only=True, tag="ask"):
    """What was said up to here? More may come. `number` tells one ask of a job from the next."""

    number: int


class Finish(Job, frozen=True, kw_only=True, tag="finish"):
    """No more audio comes: what was said?"""


class Drop(Job, frozen=True, kw_only=True, tag="drop"):
    """Forget this job."""


class Partial(Job, frozen=True, kw_only=True, tag="partial"):
    """What is understood so far: up to an Ask, or of everything (0)."""

    text: str
    confidence: float = 0.0
    asked: int = 0


class Result(Job, frozen=True, kw_only=True, tag="result"):
    """What was said, and how sure that is."""

    text: str
    confidence: float


class Done(Job, frozen=True, kw_only=True, tag="done"):
    """The job is over; `error` says what went wrong, if anything did."""

    error: str = ""


class Ready(Value, frozen=True, kw_only=True, tag_field="type", tag="ready"):
    """The engine's first word: its model is loaded. Of a recogniser, the rest says what it can do."""

    languages: list[str]
    partials: bool = False  # it tells Partials by itself, and is not asked
    words: bool = False  # it hears nothing but the words, if there are any


ToEngine = Say | Hear | Audio | Ask | Finish | Drop
FromEngine = Ready | Partial | Result | Audio | Done

_to_engine: msgspec.msgpack.Decoder[ToEngine] = msgspec.msgpack.Decoder(ToEngine)
_from_engine: msgspec.msgpack.Decoder[FromEngine] = msgspec.msgpack.Decoder(FromEngine)


def packed(message: Value) -> bytes:
    """Return a message with its length before it."""
    body = msgspec.msgpack.encode(message)
    return _LENGTH.pack(len(body)) + body


async def from_engine(stream: asyncio.StreamReader) -> FromEngine:
    """Read the next message of an engine; IncompleteReadError at its end, ValueError if it is none."""
    (length,) = _LENGTH.unpack(await stream.readexactly(_LENGTH.size))
    if length > MOST:
        raise ValueError(f"a message of {length} bytes")
    return _from_engine.decode(await stream.readexactly(length))


def to_engine(stream: BinaryIO) -> ToEngine | None:
    """Read the next message of the node, or None at its end."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    return _to_engine.decode(stream.read(*_LENGTH.unpack(head)))
