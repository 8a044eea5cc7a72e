"""Lists of addresses (RFC 5322, 3.4): read leniently, in one pass."""

import re
from contextlib import suppress

from channels.email.understanding.words import decode_words, one_line, raw_text
from hub.core.models.mail import MailAddress

MOST = 1000
"""Addresses that are read of one header."""
MOST_QUOTES = 400
LONGEST = 320
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>]*>|[^"<>(),;:]+|.', re.DOTALL)


def addresses(raw: bytes) -> list[MailAddress]:
    """Return the addresses of a header; names decoded, addresses in lower case with ASCII domains."""
    found: list[MailAddress] = []
    words: list[str] = []
    address, depth = "", 0
    comment: list[str] = []
    text = raw_text(raw)
    if text.count('"') > MOST_QUOTES:
        text = text.replace('"', " ")
    for match in _TOKEN.finditer(text):
        mark = match[0]
        if mark == "(":
            depth += 1
        elif mark == ")" and depth:
            depth -= 1
        elif depth:
            comment.append(mark)
        elif mark in (",", ";"):
            _add(found, words, address, comment)
            address = ""
            if len(found) >= MOST:
                break
        elif mark == ":":  # what stands before is a group's name
            words.clear()
        elif mark[0] == "<" and len(mark) > 1:
            address = mark[1:-1]
        elif mark[0] == '"' and len(mark) > 1:
            words.append(re.sub(r"\\(.)", r"\1", mark[1:-1]))
        else:
            words.append(mark)
    _add(found, words, address, comment)
    return found


def _add(found: list[MailAddress], words: list[str], address: str, comment: list[str]) -> None:
    name = " ".join("".join(words).split())
    if not address.strip():
        bare = name.split()
        address = next((word for word in bare if "@" in word.strip("@")), name if len(bare) == 1 else "")
        others = " ".join(word for word in bare if word != address)
        name = others or " ".join(" ".join(comment).split())
    words.clear()
    comment.clear()
    name = one_line(decode_words(name)).strip(" '\"")
    address = canonical(address)
    if address or name:
        found.append(MailAddress(name="" if name.lower() == address else name[:LONGEST], address=address))


def canonical(address: str) -> str:
    """Return an address in lower case, without a route, its domain in ASCII; "" if nothing is left."""
    address = one_line(decode_words(address)).strip("<> '\"").removeprefix("mailto:")
    local, at, domain = "".join(address.split())[:LONGEST].lower().rpartition("@")
    if not domain.isascii():
        with suppress(UnicodeError):  # else it stays readable, and no server will take it
            domain = domain.encode("idna").decode("ascii")
    return f"{local}{at}{domain}".rpartition(":")[2] if ":" in local else f"{local}{at}{domain}"
