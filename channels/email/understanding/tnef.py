"""Outlook's winmail.dat (MS-OXTNEF): its files, its text, its HTML."""

import struct
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from channels.email.understanding.charset import decode
from channels.email.understanding.mapi import Property, properties
from channels.email.understanding.rtf import decompressed, read_rtf

SIGNATURE = 0x223E9F78
MOST_FILES = 500


class _Id(IntEnum):
    """The attributes that are read (MS-OXTNEF, 2.1.3.2)."""

    BODY = 0x0002800C
    CODE_PAGE = 0x00069007
    MESSAGE_PROPERTIES = 0x00069003
    FILE_START = 0x00069002
    FILE_DATA = 0x0006800F
    FILE_TITLE = 0x00018010
    FILE_PROPERTIES = 0x00069005


_TEXT, _RTF, _HTML = 0x1000, 0x1009, 0x1013
_DATA, _NAME, _LONG_NAME, _MIME, _CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712


class NotTnef(Exception):
    """The bytes are no TNEF stream."""


class TnefFile(NamedTuple):
    """A file in a TNEF stream; `type` is empty if it names none."""

    name: str
    type: str
    data: bytes
    content_id: str


class Tnef(NamedTuple):
    """What a stream holds; `is_cut` if it breaks off."""

    text: str
    html: str
    files: list[TnefFile]
    is_cut: bool


class _File:
    def __init__(self) -> None:
        self.title, self.data = "", b""
        self.properties: dict[int, Property] = {}


def read(data: bytes) -> Tnef:
    """Return what the stream holds, up to where it is broken; raise NotTnef if it is none."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != SIGNATURE:
        raise NotTnef("it does not begin with the signature of TNEF.")
    files: list[_File] = []
    message: dict[int, Property] = {}
    text, code_page, is_cut = b"", "", False
    for identifier, value in _attributes(data):
        match identifier:
            case _ if value is None:
                is_cut = True
            case _Id.CODE_PAGE:
                code_page = f"cp{struct.unpack_from('<I', value)[0]}" if len(value) >= 4 else ""
            case _Id.BODY:
                text = value
            case _Id.MESSAGE_PROPERTIES:
                message = properties(value, code_page)
            case _Id.FILE_START if len(files) < MOST_FILES:
                files.append(_File())
            case _Id.FILE_DATA if files:
                files[-1].data = value
            case _Id.FILE_TITLE if files:
                files[-1].title = decode(value.rstrip(b"\0"), code_page)[0]
            case _Id.FILE_PROPERTIES if files:
                files[-1].properties = properties(value, code_page)
    plain, html = _body(message, text, code_page)
    return Tnef(plain, html, [_described(file) for file in files], is_cut)


def _attributes(data: bytes) -> Iterator[tuple[int, bytes | None]]:
    """Yield each attribute's id and value; None as value where the stream breaks off (2.1.3)."""
    at = 6
    while at + 9 <= len(data):
        identifier, length = struct.unpack_from("<II", data, at + 1)
        if data[at] not in (1, 2):
            yield 0, None
            return
        if at + 9 + length > len(data):
            yield 0, None
            return
        yield identifier, data[at + 9 : at + 9 + length]
        at += 9 + length + 2  # a checksum follows


def _described(file: _File) -> TnefFile:
    def text(tag: int) -> str:
        found = file.properties.get(tag)
        return found if isinstance(found, str) else ""

    stored = file.properties.get(_DATA)
    data = file.data or (stored if isinstance(stored, bytes) else b"")
    name = text(_LONG_NAME) or file.title or text(_NAME)
    return TnefFile(name, text(_MIME).lower(), data, text(_CONTENT_ID).strip("<> "))


def _body(message: dict[int, Property], text: bytes, code_page: str) -> tuple[str, str]:
    """Return text and HTML: the HTML as it is or out of the RTF, the text as it is or that of the RTF."""
    plain = message.get(_TEXT)
    plain = plain if isinstance(plain, str) else decode(text.rstrip(b"\0"), code_page)[0]
    html = message.get(_HTML)
    if isinstance(html, bytes):
        return plain, decode(html, code_page)[0]
    if isinstance(html, str):
        return plain, html
    packed = message.get(_RTF)
    if isinstance(packed, bytes):
        rtf = read_rtf(decompressed(packed))
        return plain or rtf.text, rtf.html
    return plain, ""
