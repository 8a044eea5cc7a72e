"""A SIP peer that says what a test tells it to, over UDP or TLS, well-formed or not."""

import asyncio
import hashlib
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from voice.node.sip.addresses import parse_address
from voice.node.sip.digest import fields, response
from voice.node.sip.message import Message, parse

WITHIN = 60.0
SDP = (
    "v=0\r\no=- 1 1 IN IP4 {ip}\r\ns=-\r\nc=IN IP4 {ip}\r\nt=0 0\r\n"
    "m=audio {port} RTP/AVP 0 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\n"
    "a={direction}\r\n"
)


class SipPeer(asyncio.DatagramProtocol):
    """One address that sends and receives. What came is in `came`, in its order."""

    def __init__(self, towards: tuple[str, int]) -> None:
        self.towards = towards
        self.came: asyncio.Queue[Message] = asyncio.Queue()
        self.send: Callable[[bytes], None] = lambda data: None
        self.ip, self.port, self.transport = "127.0.0.1", 0, "UDP"
        self._count = 0

    @classmethod
    @asynccontextmanager
    async def udp(cls, port: int, ip: str = "127.0.0.1", at: int = 0) -> AsyncIterator["SipPeer"]:
        """Speak UDP to a port of this machine, from an address of it and any port, or that one."""
        loop = asyncio.get_running_loop()
        peer = cls(("127.0.0.1", port))
        transport, _ = await loop.create_datagram_endpoint(lambda: peer, local_addr=(ip, at))
        peer.ip, peer.port = transport.get_extra_info("sockname")
        peer.send = lambda data: transport.sendto(data, peer.towards)
        try:
            yield peer
        finally:
            transport.close()

    @classmethod
    @asynccontextmanager
    async def stream(cls, port: int, context: ssl.SSLContext | None = None) -> AsyncIterator["SipPeer"]:
        """Speak TCP, or TLS, to a port of this machine."""
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
        peer = cls(("127.0.0.1", port))
        peer.ip, peer.port = writer.get_extra_info("sockname")[:2]
        peer.transport, peer.send = ("TLS" if context else "TCP"), writer.write
        async with asyncio.TaskGroup() as tasks:
            reading = tasks.create_task(peer._read(reader))
            try:
                yield peer
            finally:
                reading.cancel()
                writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> None:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = parse(head).get("Content-Length") if b"Content-Length: 0" in head else ""
            size = int(length or _length(head))
            self.came.put_nowait(parse(head + await reader.readexactly(size)))

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Keep what came."""
        self.towards = addr if not self.towards[1] else self.towards
        if data.strip():  # an empty line keeps a way open
            self.came.put_nowait(parse(data))

    def branch(self) -> str:
        """Return a new branch."""
        self._count += 1
        return f"z9hG4bKtest{self.port}x{self._count}"

    def request(
        self, method: str, call: str, *, cseq: int = 1, user: str = "100", to_tag: str = "", branch: str = "",
        body: str = "", **headers: str,
    ) -> Message:  # fmt: skip
        """Return a request of ours; headers by their names, with _ for -."""
        tag = f";tag={to_tag}" if to_tag else ""
        message = Message(method=method, uri=f"sip:{user}@{self.towards[0]}:{self.towards[1]}")
        message.headers = [
            ("Via", f"SIP/2.0/{self.transport} {self.ip}:{self.port};branch={branch or self.branch()};rport"),
            ("Max-Forwards", "70"),
            ("From", f"<sip:tester@{self.ip}:{self.port}>;tag=t{call}"),
            ("To", f"<sip:{user}@{self.towards[0]}>{tag}"),
            ("Call-ID", call),
            ("CSeq", f"{cseq} {method}"),
            ("Contact", f"<sip:tester@{self.ip}:{self.port};transport={self.transport.lower()}>"),
        ]
        if body:
            message.headers.append(("Content-Type", "application/sdp"))
        message.body = body.encode()
        for name, value in headers.items():
            message.put(name.replace("_", "-"), value)
        return message

    def invite(self, call: str, **more: str) -> Message:
        """Return an INVITE with an offer."""
        return self.request("INVITE", call, body=self.sdp(), **more)  # type: ignore[arg-type]  # headers

    def sdp(self, direction: str = "sendrecv", port: int = 40_000) -> str:
        """Return a session description of ours."""
        return SDP.format(ip="127.0.0.1", port=port, direction=direction)

    def say(self, message: Message) -> None:
        """Send a message."""
        self.send(message.encode())

    async def until(self, *statuses: int, method: str = "INVITE") -> Message:
        """Wait for a response with one of these statuses; 100 and 180 before it are skipped."""
        async with asyncio.timeout(WITHIN):
            while True:
                message = await self.came.get()
                if message.status and message.method == method and message.status in statuses:
                    return message
                if message.status >= 200 and message.method == method:
                    raise AssertionError(f"{message.status} {message.reason} came, not {statuses}")

    async def asked(self, method: str) -> Message:
        """Wait for a request."""
        async with asyncio.timeout(WITHIN):
            while True:
                message = await self.came.get()
                if message.is_request and message.method == method:
                    return message

    def answer(self, request: Message, status: int, reason: str, *, body: str = "", **headers: str) -> None:
        """Answer a request."""
        message = Message(method=request.method, status=status, reason=reason)
        keep = {"via", "from", "to", "call-id", "cseq", "record-route"}
        message.headers = [(name, value) for name, value in request.headers if name.lower() in keep]
        if status > 100 and "tag=" not in message.get("To"):
            message.put("To", f"{message.get('To')};tag=peer")
        message.headers.append(("Contact", f"<sip:peer@{self.ip}:{self.port}>"))
        if body:
            message.headers.append(("Content-Type", "application/sdp"))
        message.body = body.encode()
        for name, value in headers.items():
            message.put(name.replace("_", "-"), value)
        self.say(message)

    def ack(self, ok: Message) -> None:
        """Acknowledge a final answer to an INVITE."""
        from_ = ok.get("From")
        request = self.request("ACK", ok.get("Call-ID"), cseq=ok.cseq, to_tag=tag_of(ok))
        request.put("From", from_)
        self.say(request)

    async def calls(self, call: str, **more: str) -> Message:
        """Call, and wait until it is answered; return the answer."""
        self.say(self.invite(call, **more))
        ok = await self.until(200)
        self.ack(ok)
        return ok


def tag_of(message: Message) -> str:
    """Return the tag of the To."""
    to = parse_address(message.get("To"))
    return to.tag if to else ""


def credentials(
    challenge: Message, user: str, password: str, method: str, uri: str = "sip:x", nc: int = 1
) -> str:
    """Return an Authorization for a 401."""
    values = fields(challenge.get("WWW-Authenticate"))
    cnonce = hashlib.sha256(values["nonce"].encode()).hexdigest()[:8]
    values |= {"uri": uri, "nc": f"{nc:08x}", "cnonce": cnonce, "qop": "auth"}
    answer = response(values, user, password, method)
    return (
        f'Digest username="{user}", realm="{values["realm"]}", nonce="{values["nonce"]}", uri="{uri}", '
        f'response="{answer}", qop=auth, nc={nc:08x}, cnonce="{cnonce}", algorithm=MD5'
    )


def _length(head: bytes) -> int:
    lines = head.decode("latin-1").lower().split("\r\n")
    return next(int(line.split(":")[1]) for line in lines if line.startswith("content-length"))
