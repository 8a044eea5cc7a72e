"""Clients that do as little as possible, because they share the machine with what they measure."""

import asyncio
from collections.abc import Callable, Mapping
from typing import cast

from hub.core.errors import Unavailable
from hub.core.free_port import HOST

KEY = "c3dpdGNoYm9hcmRiZW5jaA=="
"""The handshake's key proves nothing, so one will do for all."""
TEXT, CLOSE, PING = 1, 8, 9
NO_MASK = b"\0\0\0\0"
"""Masking with zeros leaves the bytes as they are; the server does its whole part nevertheless."""


def text_frame(payload: bytes) -> bytes:
    """Return a client's text frame of at most 65,535 bytes."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return b"\x81" + length + NO_MASK + payload


class Wire(asyncio.Protocol):
    """A connection whose loss ends the measurement."""

    def __init__(self) -> None:
        """Start unconnected."""
        self._transport: asyncio.Transport | None = None
        self._closing = False
        self.lost: Callable[[], None] = lambda: None
        """Called when the server ends the connection."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by inheritance

    def connection_lost(self, exc: Exception | None) -> None:
        """Report a connection that we did not close."""
        if not self._closing:
            self._closing = True
            self.lost()

    def write(self, data: bytes) -> None:
        """Send bytes."""
        if self._transport is None or self._closing:
            raise Unavailable("The server ended a connection in the middle of the measurement.")
        self._transport.write(data)

    def close(self) -> None:
        """End the connection."""
        self._closing = True
        if self._transport:
            self._transport.close()


class Socket(Wire):
    """A WebSocket client; `on_text` is called with each text."""

    def __init__(self) -> None:
        """Start unconnected."""
        super().__init__()
        self.on_text: Callable[[bytes], None] = lambda text: None
        self._opened: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._rest = b""

    @classmethod
    async def open(cls, port: int, path: str, headers: Mapping[str, str] | None = None) -> "Socket":
        """Connect and shake hands."""
        _, socket = await asyncio.get_running_loop().create_connection(cls, HOST, port)
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {HOST}:{port}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {KEY}",
            "Sec-WebSocket-Version: 13",
            *(f"{name}: {value}" for name, value in (headers or {}).items()),
        ]
        socket.write(("\r\n".join(lines) + "\r\n\r\n").encode())
        await socket._opened
        return socket

    def send(self, payload: bytes) -> None:
        """Send a text."""
        self.write(text_frame(payload))

    def data_received(self, data: bytes) -> None:
        """Pass on the texts that are complete; keep the rest."""
        if self._rest:
            data = self._rest + data
        if not self._opened.done():
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._rest = head
                return
            self._shaken(head)
        at, end_at = 0, len(data)
        while end_at - at >= 2:
            size, start = data[at + 1], at + 2
            if size >= 126:
                start += 2 if size == 126 else 8
                if end_at < start:
                    break
                size = int.from_bytes(data[at + 2 : start], "big")
            if end_at - start < size:
                break
            self._frame(data[at] & 15, data[start : start + size])
            at = start + size
        self._rest = data[at:]

    def _frame(self, opcode: int, payload: bytes) -> None:
        if opcode == TEXT:
            self.on_text(payload)
        elif opcode == PING and not self._closing:
            self.write(b"\x8a" + bytes([0x80 | len(payload)]) + NO_MASK + payload)
        elif opcode == CLOSE:
            self.connection_lost(None)

    def _shaken(self, head: bytes) -> None:
        status = head.partition(b"\r\n")[0].decode(errors="replace")
        if " 101 " in f"{status} ":
            self._opened.set_result(None)
        else:
            self._opened.set_exception(Unavailable(f"The server to be measured refused a socket: {status}"))

    def connection_lost(self, exc: Exception | None) -> None:
        """Report a connection that we did not close."""
        if not self._opened.done():
            self._opened.set_exception(Unavailable("The server to be measured hung up."))
        super().connection_lost(exc)


class Poster(Wire):
    """An HTTP client with one request in flight; `on_accepted` is called for each answer 202."""

    def __init__(self) -> None:
        """Start unconnected."""
        super().__init__()
        self.on_accepted: Callable[[], None] = lambda: None
        self._rest = b""

    @classmethod
    async def open(cls, port: int) -> "Poster":
        """Connect."""
        _, poster = await asyncio.get_running_loop().create_connection(cls, HOST, port)
        return poster

    def post(self, path: str, body: bytes) -> None:
        """Send a request with a JSON body."""
        head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
        self.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    def data_received(self, data: bytes) -> None:
        """Take an answer, which has no body."""
        self._rest += data
        if not self._rest.endswith(b"\r\n\r\n"):
            return
        accepted, self._rest = self._rest.startswith(b"HTTP/1.1 202"), b""
        if accepted:
            self.on_accepted()
        else:
            self.close()
            self.lost()


class SmtpClient(Wire):
    """A mail server that hands in one mail at a time (RFC 5321, with pipelining)."""

    def __init__(self) -> None:
        """Start unconnected."""
        super().__init__()
        self.on_accepted: Callable[[], None] = lambda: None
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._rest = b""
        self._mail = b""

    @classmethod
    async def open(cls, port: int) -> "SmtpClient":
        """Connect and greet."""
        _, client = await asyncio.get_running_loop().create_connection(cls, HOST, port)
        await client._ready
        return client

    def hand_in(self, sender: str, recipient: str, mail: bytes) -> None:
        """Send a mail that has no line beginning with a dot."""
        self._mail = mail
        self.write(f"MAIL FROM:<{sender}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode())

    def data_received(self, data: bytes) -> None:
        """Take answers, whole lines only."""
        *lines, self._rest = (self._rest + data).split(b"\r\n")
        for line in lines:
            if line[3:4] != b"-":
                self._answered(line)

    def _answered(self, line: bytes) -> None:
        if line.startswith(b"220"):
            self.write(b"HELO bench\r\n")
        elif not self._ready.done():
            self._ready.set_result(None)
        elif line.startswith(b"354"):
            self.write(self._mail + b".\r\n")
            self._mail = b""
        elif line.startswith(b"250"):
            if not self._mail:
                self.on_accepted()
        else:
            self.close()
            self.lost()
