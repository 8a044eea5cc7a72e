"""The message within an opaque S/MIME signature (CMS SignedData, RFC 5652); the signature is not verified."""

_SIGNED_DATA = bytes.fromhex("06092a864886f70d010702")
_DATA = bytes.fromhex("06092a864886f70d010701")
_CONSTRUCTED = 0x20
_OCTETS = 0x04
_DEEPEST = 8


def content_of(data: bytes) -> bytes | None:
    """Return the signed bytes, or None if this is no SignedData or carries none.

    Its content is the OCTET STRING in the [0] that follows the content type "data", in one piece or,
    in BER, in many.
    """
    if _SIGNED_DATA not in data[:64]:
        return None
    at = data.find(_DATA, 0, 4096)
    if at < 0:
        return None
    explicit = _element(data, at + len(_DATA))
    if explicit is None or data[at + len(_DATA)] != 0xA0:
        return None
    pieces: list[bytes] = []
    return b"".join(pieces) if _octets(data, explicit[0], pieces, 0) is not None and pieces else None


def _element(data: bytes, at: int) -> tuple[int, int] | None:
    """Return where an element's content starts and its length, -1 for an indefinite one."""
    if at + 2 > len(data):
        return None
    length = data[at + 1]
    if length == 0x80:
        return at + 2, -1
    if length < 0x80:
        return at + 2, length
    size = length & 0x7F
    if size > 5 or at + 2 + size > len(data):
        return None
    return at + 2 + size, int.from_bytes(data[at + 2 : at + 2 + size], "big")


def _octets(data: bytes, at: int, pieces: list[bytes], depth: int) -> int | None:
    """Gather one OCTET STRING, in pieces if it is constructed; return where it ends, None if it is none."""
    found = _element(data, at)
    if found is None or depth > _DEEPEST or data[at] & ~_CONSTRUCTED != _OCTETS:
        return None
    start, length = found
    if not data[at] & _CONSTRUCTED:
        if length < 0:
            return None
        pieces.append(data[start : start + length])
        return start + length
    end = len(data) if length < 0 else min(start + length, len(data))
    inner: int | None = start
    while inner is not None and inner < end:
        if length < 0 and data[inner : inner + 2] == b"\0\0":
            return inner + 2
        inner = _octets(data, inner, pieces, depth + 1)
    return inner
