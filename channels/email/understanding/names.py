"""File names and types: safe to store and to show, whatever the sender wrote."""

import mimetypes
import re

from channels.email.understanding.words import one_line
from hub.services.file_types import ALLOWED, sniff

_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f\ufffe\uffff]')
LONGEST = 150
BINARY = "application/octet-stream"
_SAMPLE = 65536
_TYPES = mimetypes.MimeTypes()
"""Python's own table, and not the one that this machine happens to have."""
_EXTENSIONS = {
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "image/jpeg": ".jpg",
    "text/plain": ".txt",
    "text/html": ".html",
    "message/delivery-status": ".txt",
    "text/rfc822-headers": ".txt",
}


def file_name(given: str, kind: str, number: int) -> str:
    """Return a name without path and signs that file systems refuse; made up if there is none."""
    name = one_line(given).replace("\\", "/").rpartition("/")[2]
    name = _FORBIDDEN.sub("_", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if len(name) > LONGEST:
        name = f"{stem[: LONGEST - 20]}.{extension[:16]}" if dot else name[:LONGEST]
    if name:
        return name
    return f"attachment-{number}{_EXTENSIONS.get(kind) or _TYPES.guess_extension(kind) or '.bin'}"


def file_type(data: bytes, declared: str, name: str) -> str:
    """Return the type the content shows, else the declared one unless the content contradicts it."""
    declared = {"image/jpg": "image/jpeg", "application/x-pdf": "application/pdf"}.get(declared, declared)
    sample = data if data.startswith(b"PK\x03\x04") else _sample(data)
    found = sniff(sample, name)
    if found == "text/plain":  # any text looks like it
        return declared if declared.startswith(("text/", "message/")) else _by_name(name) or found
    if found:
        return found
    if declared in ALLOWED and not declared.startswith("text/"):
        return BINARY  # it claims to be a picture or a document, and is not
    return declared if declared != BINARY else _by_name(name) or BINARY


def _sample(data: bytes) -> bytes:
    """Return the beginning, not cut within a line."""
    if len(data) <= _SAMPLE:
        return data
    return data[: data.rfind(b"\n", 0, _SAMPLE) + 1 or _SAMPLE]


def _by_name(name: str) -> str:
    """Return the type that a name's extension stands for, if its content could not be recognised anyway."""
    kind = _TYPES.guess_type(name)[0] or ""
    return "" if kind in ALLOWED else kind
