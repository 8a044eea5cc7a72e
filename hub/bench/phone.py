"""Telephones that measure: SIP over UDP (RFC 3261) and G.711 over RTP (RFC 3550), no more than that needs.

Arrival times are the kernel's (SO_TIMESTAMPNS), so that a busy phone does not blame the other side.
"""

import asyncio
import re
import socket
import struct
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import suppress

from msgspec import Struct

from hub.bench.mulaw import FRAME, SILENT, is_loud
from hub.core.clock import Clock
from hub.core.errors import Unavailable
from hub.core.free_port import HOST

PACE = 0.02
ANSWERS_WITHIN = 20.0
AGAIN_AFTER = 0.5
STAMP = struct.Struct("qq")
STAMPNS = getattr(socket, "SO_TIMESTAMPNS", 35)
HEADER = 12
"""Bytes of an RTP header without extensions, as both sides send it."""


class Packet(Struct, frozen=True, array_like=True, gc=False):
    """A packet of audio that came: when (seconds, wall clock), and whether something is heard in it."""

    at: float
    loud: bool


class PhoneCall:
    """One call of ours. What is in `to_say` goes out frame by frame, silence else."""

    def __init__(self, phone: "Phone", id: str, tag: str) -> None:
        self.phone = phone
        self.id = id
        self.tag = tag
        self.their_tag = ""
        self.target = ""
        self.sequence = 1
        self.status = 0
        self.invite = ""
        self.remote: tuple[str, int] | None = None
        self.settled = asyncio.Event()  # answered or refused
        self.over = asyncio.Event()
        self.to_say: deque[bytes] = deque()
        self.said_until = 0.0
        self.heard: list[Packet] = []
        self._packets = 0
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, STAMPNS, 1)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 18)
        self.socket.setblocking(False)
        self.socket.bind((HOST, 0))
        self.port: int = self.socket.getsockname()[1]
        asyncio.get_running_loop().add_reader(self.socket, self._read)

    def say(self, frames: Iterable[bytes]) -> None:
        """Say something after what is being said."""
        self.to_say.extend(frames)

    def send(self, now: float) -> None:
        """Send the next 20 ms."""
        if self.remote is None:
            return
        payload = SILENT
        if self.to_say:
            payload = self.to_say.popleft()
            self.said_until = now + PACE
        number = self._packets
        self._packets += 1
        head = struct.pack("!BBHII", 0x80, 0, number & 0xFFFF, number * FRAME & 0xFFFFFFFF, self.port)
        self.socket.sendto(head + payload, self.remote)

    def _read(self) -> None:
        while True:
            try:
                data, extra, _, _ = self.socket.recvmsg(2048, 64)
            except (BlockingIOError, ConnectionRefusedError):
                return
            if len(data) <= HEADER or data[1] & 0x7F:
                continue  # no mu-law
            for _, kind, stamp in extra:
                if kind == STAMPNS:
                    seconds, nanoseconds = STAMP.unpack(stamp[: STAMP.size])
                    self.heard.append(Packet(seconds + nanoseconds / 1e9, is_loud(data[HEADER:])))

    def close(self) -> None:
        """Free the port."""
        if self.socket.fileno() >= 0:
            asyncio.get_running_loop().remove_reader(self.socket)
            self.socket.close()
        self.remote = None
        self.settled.set()
        self.over.set()


class Phone(asyncio.DatagramProtocol):
    """Many lines on one SIP port. Calls that come in are answered at once; `on_call` hears of them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.calls: dict[str, PhoneCall] = {}
        self.on_call: Callable[[PhoneCall], None] = lambda call: None
        self.port = 0
        self._numbers = 0
        self._transport: asyncio.DatagramTransport | None = None

    @classmethod
    async def open(cls, clock: Clock) -> "Phone":
        """Take a free port of this machine."""
        phone = cls(clock)
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: phone, local_addr=(HOST, 0)
        )
        phone._transport = transport
        phone.port = transport.get_extra_info("sockname")[1]
        return phone

    def close(self) -> None:
        """Hang nothing up, but free all ports."""
        for call in list(self.calls.values()):
            call.close()
        if self._transport:
            self._transport.close()

    async def pace(self) -> None:
        """Send what all calls say, until cancelled."""
        begun, ticks = self._clock.monotonic(), 0
        while True:
            ticks += 1
            await self._clock.sleep(max(0.0, begun + ticks * PACE - self._clock.monotonic()))
            now = self._clock.now().timestamp()
            for call in list(self.calls.values()):
                call.send(now)

    async def dial(self, server: tuple[str, int], called: str, caller: str = "+15550123") -> PhoneCall:
        """Call a number; raise Unavailable when nobody answers or the call is refused."""
        self._numbers += 1
        name = f"{self.port}-{self._numbers}"
        call = self.calls[name] = PhoneCall(self, name, f"t{name}")
        to = f"<sip:{called}@{server[0]}:{server[1]}>"
        call.target = to[1:-1]
        call.invite = self._request(call, "INVITE", to, f"<sip:{caller}@{HOST}:{self.port}>", _sdp(call.port))
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                while not call.settled.is_set():
                    if not call.status:
                        self._send(call.invite, server)
                    await _wait(call.settled, AGAIN_AFTER)
        except TimeoutError:
            self._forget(call)
            raise Unavailable(f"Nobody answered the call to {called}.") from None
        if call.over.is_set():
            raise Unavailable(f"The call to {called} was refused: {call.status}.")
        return call

    def line(self, to: tuple[str, int]) -> PhoneCall:
        """Return a line that sends audio to an address without asking."""
        self._numbers += 1
        call = PhoneCall(self, f"line{self._numbers}", "")
        call.remote = to
        self.calls[call.id] = call
        return call

    async def hang_up(self, call: PhoneCall) -> None:
        """End a call, and wait a moment for the other side to agree."""
        if not call.over.is_set():
            call.sequence += 1
            bye = self._request(call, "BYE", *self._parties(call))
            for _ in range(3):
                self._send(bye, _address(call.target))
                await _wait(call.over, AGAIN_AFTER)
                if call.over.is_set():
                    break
        self._forget(call)

    def _forget(self, call: PhoneCall) -> None:
        call.close()
        self.calls.pop(call.id, None)

    # --- SIP -----------------------------------------------------------------------------------------

    def _parties(self, call: PhoneCall) -> tuple[str, str]:
        caller = call.invite and _header(call.invite, "From").partition(";tag=")[0]
        to = f"<{call.target}>" + (f";tag={call.their_tag}" if call.their_tag else "")
        return to, caller or f"<sip:phone@{HOST}:{self.port}>"

    def _request(
        self, call: PhoneCall, method: str, to: str, caller: str, body: str = "", branch: str = ""
    ) -> str:
        branch = branch or f"z9hG4bK{call.id}-{call.sequence}-{method}"
        lines = [
            f"{method} {call.target} SIP/2.0",
            f"Via: SIP/2.0/UDP {HOST}:{self.port};branch={branch}",
            "Max-Forwards: 70",
            f"From: {caller};tag={call.tag}",
            f"To: {to}",
            f"Call-ID: {call.id}",
            f"CSeq: {call.sequence} {method}",
            f"Contact: <sip:phone@{HOST}:{self.port}>",
        ]
        return _message(lines, body)

    def _send(self, text: str, address: tuple[str, int]) -> None:
        if self._transport and not self._transport.is_closing():
            self._transport.sendto(text.encode(), address)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Take a message of the other side."""
        text = data.decode(errors="replace")
        call = self.calls.get(_header(text, "Call-ID"))
        if text.startswith("SIP/2.0 "):
            if call:
                self._response(call, text, int(text[8:11]), addr)
        else:
            self._asked(call, text, text.partition(" ")[0], addr)

    def _response(self, call: PhoneCall, text: str, status: int, addr: tuple[str, int]) -> None:
        method = _header(text, "CSeq").rpartition(" ")[2]
        call.status = max(call.status, status)
        if method == "BYE" and status >= 200:
            call.over.set()
        if method != "INVITE" or status < 200:
            return
        call.their_tag = _header(text, "To").partition(";tag=")[2].partition(";")[0]
        if status < 300:
            call.target = _uri(_header(text, "Contact")) or call.target
            call.remote = _media(text) or call.remote
            self._send(self._request(call, "ACK", *self._parties(call)), addr)
            call.settled.set()
        else:
            branch = re.search(r"branch=([^;\s]+)", _header(text, "Via"))
            self._send(
                self._request(call, "ACK", *self._parties(call), branch=branch[1] if branch else ""), addr
            )
            call.settled.set()
            call.over.set()

    def _asked(self, call: PhoneCall | None, text: str, method: str, addr: tuple[str, int]) -> None:
        if method == "ACK":
            return
        if call is None and method == "INVITE":
            call = self._incoming(text)
        if call is None:
            self._send(_reply(text, "481 Call Does Not Exist"), addr)
        elif method == "INVITE":
            call.remote = _media(text) or call.remote
            self._send(_reply(text, "200 OK", call.tag, self.port, _sdp(call.port)), addr)
        else:
            self._send(_reply(text, "200 OK", call.tag), addr)
            if method == "BYE":
                self._forget(call)

    def _incoming(self, text: str) -> PhoneCall:
        id = _header(text, "Call-ID")
        call = self.calls[id] = PhoneCall(self, id, f"t{id[:20]}")
        call.their_tag = _header(text, "From").partition(";tag=")[2].partition(";")[0]
        call.target = _uri(_header(text, "Contact"))
        call.settled.set()
        self.on_call(call)
        return call


async def _wait(event: asyncio.Event, seconds: float) -> None:
    """Wait for something, but no longer than that."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


def _header(text: str, name: str) -> str:
    found = re.search(rf"^{name}\s*:\s*(.*?)\r?$", text, re.IGNORECASE | re.MULTILINE)
    return found[1] if found else ""


def _uri(address: str) -> str:
    found = re.search(r"<([^>]+)>", address)
    return found[1] if found else address


def _address(uri: str) -> tuple[str, int]:
    found = re.search(r"@?([\d.]+):(\d+)", uri)
    if not found:
        raise Unavailable(f"{uri} cannot be called.")
    return found[1], int(found[2])


def _media(text: str) -> tuple[str, int] | None:
    port, host = (
        re.search(r"^m=audio (\d+)", text, re.MULTILINE),
        re.search(r"^c=IN IP4 (\S+)", text, re.MULTILINE),
    )
    return (host[1], int(port[1])) if port and host else None


def _sdp(port: int) -> str:
    return (
        f"v=0\r\no=- {port} {port} IN IP4 {HOST}\r\ns=-\r\nc=IN IP4 {HOST}\r\nt=0 0\r\n"
        f"m=audio {port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\na=ptime:20\r\na=sendrecv\r\n"
    )


def _message(lines: list[str], body: str = "") -> str:
    kind = ["Content-Type: application/sdp"] if body else []
    return "\r\n".join([*lines, *kind, f"Content-Length: {len(body)}", "", body])


def _reply(text: str, status: str, tag: str = "", port: int = 0, body: str = "") -> str:
    to = _header(text, "To")
    if tag and ";tag=" not in to:
        to += f";tag={tag}"
    vias = re.findall(r"^Via\s*:\s*.*?\r?$", text, re.IGNORECASE | re.MULTILINE)
    lines = [
        f"SIP/2.0 {status}",
        *(via.strip() for via in vias),
        f"From: {_header(text, 'From')}",
        f"To: {to}",
    ]
    lines += [f"Call-ID: {_header(text, 'Call-ID')}", f"CSeq: {_header(text, 'CSeq')}"]
    lines += [f"Contact: <sip:phone@{HOST}:{port}>"] if port else []
    return _message(lines, body)
