"""The ways SIP comes and goes: UDP packets, and TCP and TLS connections (RFC 3261, section 18)."""

import asyncio
import socket
import ssl
from collections.abc import Callable, Coroutine
from itertools import count
from typing import Any, Protocol

from voice.node.sip.message import LONGEST

MOST_CONNECTIONS = 500
MOST_PER_SOURCE = 30
IDLE = 900.0
"""Seconds after which a connection that says nothing is closed."""
BACKLOG = 1 << 20
"""Bytes that may wait for a peer that does not take them."""
CONNECTS_WITHIN = 8.0
RECEIVE_BUFFER = 4 << 20

OnData = Callable[[bytes, "Flow"], None]


class Flow(Protocol):
    """Somebody whom we hear from, and can answer. `token` finds it again."""

    transport: str
    ip: str
    port: int

    @property
    def token(self) -> str:
        """A word that finds this flow again."""
        ...

    def send(self, data: bytes) -> bool:
        """Send a message; False where the way is gone."""
        ...


class UdpFlow:
    """An address on the network."""

    transport = "udp"

    def __init__(self, socket: asyncio.DatagramTransport, ip: str, port: int) -> None:
        self._socket = socket
        self.ip = ip
        self.port = port

    @property
    def token(self) -> str:
        """Address and port."""
        return f"u-{self.ip}-{self.port}"

    def send(self, data: bytes) -> bool:
        """Send a packet; nobody says whether it arrives."""
        self._socket.sendto(data, (self.ip, self.port))
        return True


class StreamFlow:
    """A connection."""

    def __init__(self, id: str, transport: str, writer: asyncio.StreamWriter) -> None:
        self._id = id
        self._writer = writer
        self.transport = transport
        self.ip, self.port = writer.get_extra_info("peername")[:2]

    @property
    def token(self) -> str:
        """Its id."""
        return f"s-{self._id}"

    def send(self, data: bytes) -> bool:
        """Send bytes; a peer that takes none is cut off."""
        if self._writer.is_closing():
            return False
        if self._writer.transport.get_write_buffer_size() > BACKLOG:
            self._writer.transport.abort()
            return False
        self._writer.write(data)
        return True

    def close(self) -> None:
        """End it."""
        self._writer.close()


class _Packets(asyncio.DatagramProtocol):
    def __init__(self, on_packet: Callable[[bytes, str, int], None]) -> None:
        self._on_packet = on_packet

    def datagram_received(self, data: bytes, addr: tuple[str | Any, int]) -> None:
        self._on_packet(data, addr[0], addr[1])


async def udp(
    host: str, port: int, on_packet: Callable[[bytes, str, int], None]
) -> asyncio.DatagramTransport:
    """Listen for packets; raises OSError when the address is taken."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Packets(on_packet), local_addr=(host, port))
    own: socket.socket = transport.get_extra_info("socket")
    own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)  # the system may give less
    return transport


class Flows:
    """All of them, to and from the network."""

    def __init__(self, on_data: OnData, tasks: asyncio.TaskGroup) -> None:
        self._on_data = on_data
        self._tasks = tasks
        self._numbers = count(1)
        self._streams: dict[str, StreamFlow] = {}
        self._connecting: dict[tuple[str, str, int], asyncio.Task[StreamFlow | OSError]] = {}
        self._socket: asyncio.DatagramTransport | None = None
        self._servers: list[asyncio.Server] = []

    async def listen(self, host: str, port: int) -> None:
        """Take packets and connections at an address."""
        self._socket = await udp(host, port, self._packet)
        server = await asyncio.start_server(lambda r, w: self._accepted("tcp", r, w), host, port)
        self._servers.append(server)

    async def listen_tls(self, host: str, port: int, certificate: str, key: str) -> None:
        """Take TLS connections; raises OSError or ssl.SSLError for a certificate that is none."""
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, key or None)
        server = await asyncio.start_server(
            lambda r, w: self._accepted("tls", r, w),
            host,
            port,
            ssl=context,
            ssl_handshake_timeout=CONNECTS_WITHIN,
        )
        self._servers.append(server)

    def close(self) -> None:
        """Listen no more, and end every connection."""
        if self._socket:
            self._socket.close()
        for server in self._servers:
            server.close()
        for stream in list(self._streams.values()):
            stream.close()

    def find(self, token: str) -> Flow | None:
        """Find a flow again by its token; None where it is gone."""
        kind, _, rest = token.partition("-")
        if kind == "s":
            return self._streams.get(rest)
        ip, _, port = rest.rpartition("-")
        return self.udp(ip, int(port)) if kind == "u" and port.isdecimal() else None

    def udp(self, ip: str, port: int) -> UdpFlow | None:
        """Return the way to an address."""
        return UdpFlow(self._socket, ip, port) if self._socket else None

    async def connect(self, transport: str, ip: str, port: int, name: str, *, verify: bool) -> StreamFlow:
        """Return a connection to an address, an old one if it still stands; raises OSError."""
        for stream in self._streams.values():
            if (stream.transport, stream.ip, stream.port) == (transport, ip, port):
                return stream
        way = (transport, ip, port)
        if way not in self._connecting:
            opening = self._open(transport, ip, port, name, verify=verify)
            self._connecting[way] = self._tasks.create_task(_kept(opening))
        try:
            return _or_raise(await asyncio.shield(self._connecting[way]))
        finally:
            self._connecting.pop(way, None)

    async def _open(self, transport: str, ip: str, port: int, name: str, *, verify: bool) -> StreamFlow:
        context = _towards(verify=verify) if transport == "tls" else None
        async with asyncio.timeout(CONNECTS_WITHIN):
            reader, writer = await asyncio.open_connection(
                ip, port, ssl=context, server_hostname=name if context else None
            )
        stream = self._keep(transport, writer)
        self._tasks.create_task(self._read(stream, reader))
        return stream

    def _packet(self, data: bytes, ip: str, port: int) -> None:
        if self._socket:
            self._on_data(data, UdpFlow(self._socket, ip, port))

    async def _accepted(
        self, transport: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        ip = writer.get_extra_info("peername")[0]
        of_source = sum(stream.ip == ip for stream in self._streams.values())
        if len(self._streams) >= MOST_CONNECTIONS or of_source >= MOST_PER_SOURCE:
            writer.transport.abort()
            return
        await self._read(self._keep(transport, writer), reader)

    def _keep(self, transport: str, writer: asyncio.StreamWriter) -> StreamFlow:
        id = str(next(self._numbers))
        stream = self._streams[id] = StreamFlow(id, transport, writer)
        return stream

    async def _read(self, stream: StreamFlow, reader: asyncio.StreamReader) -> None:
        """Take messages off a connection until it ends or sends what is none."""
        empty = 0
        try:
            while data := await _one(reader):
                empty = 0 if data.strip() else empty + 1
                if not empty:
                    self._on_data(data, stream)
                elif empty % 2 == 0:
                    stream.send(b"\r\n")  # RFC 5626: it asks whether we are there
        except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            self._streams.pop(stream.token[2:], None)
            stream.close()


async def _one(reader: asyncio.StreamReader) -> bytes:
    """Read one message, or an empty line between two; raises ValueError for one that is too long."""
    async with asyncio.timeout(IDLE):
        first = await reader.readuntil(b"\r\n")
        if not first.strip():
            return first
        head = first + await reader.readuntil(b"\r\n\r\n")
        length = 0
        for line in head.split(b"\r\n"):
            name, _, value = line.partition(b":")
            if name.strip().lower() in {b"content-length", b"l"}:
                length = int(value)
        if not 0 <= length <= LONGEST or len(head) > LONGEST:
            raise ValueError("too long")
        return head + await reader.readexactly(length)


def _towards(*, verify: bool) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


async def _kept(opening: Coroutine[Any, Any, StreamFlow]) -> StreamFlow | OSError:
    """Return what became of it: an exception is for those who wait, not for the task group."""
    try:
        return await opening
    except TimeoutError as error:
        return OSError(f"no connection within {CONNECTS_WITHIN:.0f} s: {error}")
    except (OSError, ssl.SSLError) as error:
        return error


def _or_raise(found: StreamFlow | OSError) -> StreamFlow:
    if isinstance(found, OSError):
        raise found
    return found
