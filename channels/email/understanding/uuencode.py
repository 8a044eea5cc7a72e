"""Files written into a text with uuencode, as old mailers do."""

import binascii
import re

_BEGIN = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,200}?)\r?$", re.MULTILINE)
_END = re.compile(rb"^(?:`|\s)?\r?\n?end[ \t]*\r?$", re.MULTILINE)


def files_in(body: bytes) -> tuple[bytes, list[tuple[bytes, bytes]]]:
    """Return the text without the files, and the files as (name, bytes); one without an end stays text."""
    files: list[tuple[bytes, bytes]] = []
    kept, at = [], 0
    while begin := _BEGIN.search(body, at):
        end = _END.search(body, begin.end())
        if not end:
            break
        data = _lines(body[begin.end() : end.start()])
        if data is None:
            kept.append(body[at : end.end()])
        else:
            kept.append(body[at : begin.start()])
            files.append((begin[1], data))
        at = end.end()
    kept.append(body[at:])
    return b"".join(kept), files


def _lines(block: bytes) -> bytes | None:
    """Return what the lines say, or None if one of them is not uuencoded."""
    data = []
    for line in block.splitlines():
        if not line.strip():
            continue
        try:
            data.append(binascii.a2b_uu(line))
        except binascii.Error:
            size = (((line[0] - 32) & 63) * 4 + 5) // 3  # trailing characters that some encoders add
            try:
                data.append(binascii.a2b_uu(line[: size + 1]))
            except binascii.Error:
                return None
    return b"".join(data)
