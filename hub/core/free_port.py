"""A port for a peer on this machine that has to be told where to listen."""

import socket

HOST = "127.0.0.1"


def free_port() -> int:
    """Return a port of this machine that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
