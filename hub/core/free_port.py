"""A port for a peer on this machine that has to be told where to listen."""

import socket
from contextlib import suppress

HOST = "127.0.0.1"


def free_port() -> int:
    """Return a port of this machine that was free a moment ago, for TCP and UDP."""
    while True:
        with (
            socket.socket() as probe,
            socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as packets,
            suppress(OSError),
        ):
            probe.bind((HOST, 0))
            port: int = probe.getsockname()[1]
            packets.bind((HOST, port))
            return port
