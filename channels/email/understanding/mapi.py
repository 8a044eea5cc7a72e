"""A list of MAPI properties inside TNEF (MS-OXTNEF, 2.1.3.4)."""

import struct

from channels.email.understanding.charset import decode

Property = str | bytes
MOST = 2000
_FIXED = {
    0x0002: 4,
    0x0003: 4,
    0x0004: 4,
    0x0005: 8,
    0x0006: 8,
    0x0007: 8,
    0x000A: 4,
    0x000B: 4,
    0x0014: 8,
    0x0040: 8,
    0x0048: 16,
}
_STRING8, _UNICODE, _BINARY, _OBJECT = 0x001E, 0x001F, 0x0102, 0x000D
_MULTIPLE = 0x1000
_OBJECT_GUID = 16


def properties(data: bytes, code_page: str) -> dict[int, Property]:
    """Return strings and binaries by property id, up to where the list is broken."""
    found: dict[int, Property] = {}
    try:
        (count,) = struct.unpack_from("<I", data)
        at = 4
        for _ in range(min(count, MOST)):
            at = _property(data, at, code_page, found)
    except (struct.error, ValueError):
        pass  # what was read until then counts
    return found


def _property(data: bytes, at: int, code_page: str, found: dict[int, Property]) -> int:
    """Read one property into `found`; return where the next begins."""
    kind, tag = struct.unpack_from("<HH", data, at)
    at += 4
    if tag >= 0x8000:  # named: a GUID, then a number or a name
        (by,) = struct.unpack_from("<I", data, at + 16)
        (size,) = struct.unpack_from("<I", data, at + 20)
        at += 24 + (_padded(size) if by == 1 else 0)
    multiple, kind = kind & _MULTIPLE, kind & ~_MULTIPLE
    if kind in _FIXED:
        values = 1
        if multiple:
            (values,) = struct.unpack_from("<I", data, at)
            at += 4
        return at + values * _FIXED[kind]
    if kind not in (_STRING8, _UNICODE, _BINARY, _OBJECT):
        raise ValueError(f"property type {kind:#x} is unknown")
    (values,) = struct.unpack_from("<I", data, at)
    at += 4
    for _ in range(min(values, MOST)):
        (size,) = struct.unpack_from("<I", data, at)
        value = data[at + 4 : at + 4 + size]
        if len(value) < size:
            raise ValueError("the property is cut short")
        at += 4 + _padded(size)
        found.setdefault(tag, _value(kind, value, code_page))
    return at


def _value(kind: int, value: bytes, code_page: str) -> Property:
    if kind == _UNICODE:
        return value.decode("utf-16-le", "replace").replace("\0", "")
    if kind == _STRING8:
        return decode(value.rstrip(b"\0"), code_page)[0]
    return value[_OBJECT_GUID:] if kind == _OBJECT else value


def _padded(size: int) -> int:
    return size + -size % 4
