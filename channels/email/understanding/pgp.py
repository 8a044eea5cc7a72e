"""PGP around a plain text (RFC 9580, 7): taken off to read the text; signatures are not verified."""

import re
from typing import NamedTuple

ENCRYPTED = "-----BEGIN PGP MESSAGE-----"
_SIGNED = "-----BEGIN PGP SIGNED MESSAGE-----\n"
_SIGNATURE = "\n-----BEGIN PGP SIGNATURE-----\n"
_END = "\n-----END PGP SIGNATURE-----"
_DASHED = re.compile(r"^- ", re.MULTILINE)


class Unwrapped(NamedTuple):
    """The text, and the lines that were around it; these are empty for a text that is not signed."""

    text: str
    armor: str


def unwrapped(text: str) -> Unwrapped:
    """Return the text without its signature; what stands before and after it stays."""
    start = text.find(_SIGNED)
    signature = text.find(_SIGNATURE, start + 1)
    end = text.find(_END, signature + 1)
    head_end = text.find("\n\n", start)
    if min(start, signature, end) < 0 or not start < head_end <= signature:
        return Unwrapped(text, "")
    end += len(_END)
    said = _DASHED.sub("", text[head_end + 2 : signature])
    around = (text[:start].strip("\n"), said.strip("\n"), text[end:].strip("\n"))
    return Unwrapped("\n\n".join(part for part in around if part), text[start:head_end] + text[signature:end])
