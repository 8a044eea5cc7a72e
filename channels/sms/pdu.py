"""SMPP 3.4 as it arrives: frames, deliver_sm, its optional parameters and user data header.

What we send is built by aiosmpplib; what arrives is read here, because it is anybody's: every length is
checked, unknown statuses and parameters are let through, and what cannot be read raises `Malformed`.
"""

import asyncio
import struct
from enum import IntEnum
from typing import NamedTuple

from msgspec import Struct

from channels.sms.text import decode_gsm

HEADER = struct.Struct("!IIII")
LONGEST = 70_000
"""A message_payload has at most 64 KiB."""
ANSWER = 0x80000000
UDHI = 0x40
RECEIPT_TYPES = frozenset({0x04, 0x20})  # delivery receipt, intermediate notification (5.2.12)


class Command(IntEnum):
    """The commands that we know (5.1.2.1)."""

    NACK = 0x80000000
    BIND_TRANSCEIVER = 0x09
    SUBMIT_SM = 0x04
    DELIVER_SM = 0x05
    UNBIND = 0x06
    ENQUIRE_LINK = 0x15
    ALERT_NOTIFICATION = 0x102


class Tag(IntEnum):
    """The optional parameters that we look at (5.3.2)."""

    RECEIPTED_MESSAGE_ID = 0x001E
    USER_MESSAGE_REFERENCE = 0x0204
    SAR_REFERENCE = 0x020C
    SAR_TOTAL = 0x020E
    SAR_NUMBER = 0x020F
    NETWORK_ERROR = 0x0423
    MESSAGE_PAYLOAD = 0x0424
    MESSAGE_STATE = 0x0427


class Malformed(Exception):
    """The octets are not what SMPP says they should be."""


class Frame(NamedTuple):
    """One protocol data unit."""

    command: int
    status: int
    sequence: int
    body: bytes


class Concat(NamedTuple):
    """Which part of a long SMS it is; numbers begin with 1."""

    reference: int
    of: int
    number: int


class Delivered(Struct, frozen=True, kw_only=True):
    """A deliver_sm. `data` is the user data without its header, of all kinds of SMS."""

    source: str
    source_is_international: bool
    destination: str
    esm_class: int
    coding: int
    data: bytes
    concat: Concat | None
    tags: dict[int, bytes]

    @property
    def is_receipt(self) -> bool:
        """Say whether it tells of a message of ours (5.2.12: bits 5 to 2)."""
        return self.esm_class & 0x3C in RECEIPT_TYPES

    def number(self, tag: Tag) -> int | None:
        """Return an optional parameter that is a number."""
        value = self.tags.get(tag)
        return int.from_bytes(value, "big") if value else None

    def string(self, tag: Tag) -> str:
        """Return an optional parameter that is a text, without its closing zero."""
        return self.tags.get(tag, b"").split(b"\0")[0].decode("latin-1").strip()


async def read_frame(reader: asyncio.StreamReader) -> Frame:
    """Read one frame; IncompleteReadError at the end, Malformed if this cannot be SMPP."""
    length, command, status, sequence = HEADER.unpack(await reader.readexactly(HEADER.size))
    if not HEADER.size <= length <= LONGEST:
        raise Malformed(f"a frame of {length} octets")
    return Frame(command, status, sequence, await reader.readexactly(length - HEADER.size))


def frame(command: int, sequence: int, status: int = 0, body: bytes = b"") -> bytes:
    """Return a frame's octets."""
    return HEADER.pack(HEADER.size + len(body), command, status, sequence) + body


def read_string(body: bytes, at: int = 0) -> tuple[str, int]:
    """Read a C-octet string; return it and where the next field begins. A missing end is forgiven."""
    end = body.find(b"\0", at)
    if end < 0:
        return body[at:].decode("latin-1"), len(body)
    return body[at:end].decode("latin-1"), end + 1


def read_deliver(body: bytes) -> Delivered:
    """Read the body of a deliver_sm (4.6.1)."""
    try:
        return _read_deliver(body)
    except (IndexError, struct.error) as error:
        raise Malformed("a deliver_sm that ends too early") from error


def _read_deliver(body: bytes) -> Delivered:
    _, at = read_string(body)
    source_ton = body[at]
    source, at = read_string(body, at + 2)
    destination, at = read_string(body, at + 2)
    esm_class = body[at]
    _, at = read_string(body, at + 3)
    _, at = read_string(body, at)
    coding, length = body[at + 2], body[at + 4]
    data, at = body[at + 5 : at + 5 + length], at + 5 + length
    if at > len(body):
        raise Malformed("a short_message longer than its frame")
    tags = _read_tags(body, at)
    data = data or tags.get(Tag.MESSAGE_PAYLOAD, b"")
    concat = None
    if esm_class & UDHI:
        concat, data = _read_header(data)
    return Delivered(
        source=source,
        source_is_international=source_ton == 1,
        destination=destination,
        esm_class=esm_class,
        coding=coding,
        data=data,
        concat=_sane(concat or _segmented(tags)),
        tags=tags,
    )


def _read_tags(body: bytes, at: int) -> dict[int, bytes]:
    """Read optional parameters as far as they can be read: some message centres pad the end."""
    tags: dict[int, bytes] = {}
    while at + 4 <= len(body):
        tag, length = struct.unpack_from("!HH", body, at)
        if at + 4 + length > len(body):
            break
        tags.setdefault(tag, body[at + 4 : at + 4 + length])
        at += 4 + length
    return tags


def _read_header(data: bytes) -> tuple[Concat | None, bytes]:
    """Read a user data header (23.040, 9.2.3.24); return which part it is, and the data behind it."""
    end = 1 + data[0]
    if end > len(data):
        raise Malformed("a user data header longer than its message")
    concat = None
    at = 1
    while at + 2 <= end:
        element, length = data[at], data[at + 1]
        value = data[at + 2 : min(at + 2 + length, end)]
        if element == 0x00 and len(value) == 3:
            concat = Concat(value[0], value[1], value[2])
        elif element == 0x08 and len(value) == 4:
            concat = Concat(value[0] << 8 | value[1], value[2], value[3])
        at += 2 + length
    return concat, data[end:]


def _segmented(tags: dict[int, bytes]) -> Concat | None:
    values = [tags.get(tag) for tag in (Tag.SAR_REFERENCE, Tag.SAR_TOTAL, Tag.SAR_NUMBER)]
    if not all(values):
        return None
    reference, of, number = (int.from_bytes(value or b"", "big") for value in values)
    return Concat(reference & 0xFFFF, of, number)


def _sane(concat: Concat | None) -> Concat | None:
    """Return it if it is one of several parts; else the SMS stands for itself."""
    if concat and 1 < concat.of <= 255 and 1 <= concat.number <= concat.of:
        return concat
    return None


_CODECS = {
    0x01: "ascii",
    0x03: "latin-1",
    0x05: "shift_jis",
    0x06: "iso8859-5",
    0x07: "iso8859-8",
    0x08: "utf-16-be",
    0x0A: "iso2022_jp",
    0x0E: "euc_kr",
}
BINARY = frozenset({0x02, 0x04})


def read_text(data: bytes, coding: int) -> str:
    """Read user data by its data_coding (5.2.19); what cannot be read is replaced, binary is shown in hex."""
    if coding & 0xC0 == 0 and coding & 0x30:  # 23.038, 4: general data coding, compressed or with a class
        coding = (0x00, 0x04, 0x08, 0x00)[coding >> 2 & 3]
    elif coding & 0xF0 == 0xF0:
        coding = 0x04 if coding & 0x04 else 0x00
    if coding in BINARY:
        return f"[{data.hex(' ')}]"
    codec = _CODECS.get(coding)
    return data.decode(codec, "replace") if codec else decode_gsm(data)
