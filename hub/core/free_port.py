"""A port for a peer on this machine that has to be told where to listen."""

import secrets
import socket
from contextlib import ExitStack

HOST = "127.0.0.1"
PORTS = range(10_000, 20_000)
"""Below those that systems hand to whoever asks for any port, so that none is taken before it is used."""


def free_port(count: int = 1) -> int:
    """Return the first of so many ports in a row that were free a moment ago, for TCP and UDP."""
    while True:
        port = PORTS[secrets.randbelow(len(PORTS) - count)]
        if are_free(range(port, port + count)):
            return port


def are_free(ports: range) -> bool:
    """Say whether nobody listens at any of these ports."""
    with ExitStack() as probes:
        try:
            for port in ports:
                for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
                    probes.enter_context(socket.socket(socket.AF_INET, kind)).bind((HOST, port))
        except OSError:
            return False
    return True
