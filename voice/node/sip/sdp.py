"""What a border has to know of a session description (RFC 4566): addresses and encryption."""

import ipaddress
import re
from enum import StrEnum

ADDRESS = re.compile(rb"IN IP4 (\d{1,3}(?:\.\d{1,3}){3})")
CONNECTION = re.compile(rb"^(c=IN IP4 )(\d{1,3}(?:\.\d{1,3}){3})", re.MULTILINE)
AUDIO = re.compile(rb"^m=audio \S+ (\S+)", re.MULTILINE)

LOCAL = [
    ipaddress.IPv4Network(one)
    for one in (
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "100.64.0.0/10",
    )
]


class Encryption(StrEnum):
    """How audio is kept from others."""

    NONE = "none"
    SDES = "sdes"  # RFC 4568
    DTLS = "dtls"  # RFC 5764


USERS = {Encryption.NONE: "plain", Encryption.SDES: "sdes", Encryption.DTLS: "dtls"}
"""The stack's accounts, one for each way to encrypt."""


def offered(body: bytes) -> Encryption:
    """Return the best encryption that is offered."""
    match = AUDIO.search(body)
    profile = match[1] if match else b""
    if b"TLS" in profile or (b"a=fingerprint:" in body and b"a=setup:" in body):
        return Encryption.DTLS
    if b"SAVP" in profile or b"a=crypto:" in body:
        return Encryption.SDES
    return Encryption.NONE


def tells(body: bytes, address: str) -> bytes:
    """Let a description of ours tell an address."""
    return ADDRESS.sub(b"IN IP4 " + address.encode(), body)


def reachable(body: bytes, source: str) -> bytes:
    """Put the source's address where a description tells a private one that cannot be reached from here.

    A telephone behind a router knows its own address only, and the router lets our audio through to it.
    """
    if is_private(source):
        return body

    def better(match: re.Match[bytes]) -> bytes:
        return match[1] + (source.encode() if is_private(match[2].decode()) else match[2])

    return CONNECTION.sub(better, body)


def is_private(address: str) -> bool:
    """Say whether an address is one of a local network or of this machine."""
    try:
        one = ipaddress.IPv4Address(address)
    except ValueError:
        return False
    return any(one in network for network in LOCAL)
