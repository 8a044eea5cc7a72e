"""SMS: posted by an HTTP provider, and by SMPP in both directions; durable before they are answered."""

import asyncio
from collections.abc import Callable, Sequence
from itertools import count, cycle
from pathlib import Path
from urllib.parse import urlencode

from channels.sms.pdu import ANSWER, Command, frame, read_frame
from channels.sms.signature import sign
from hub.bench.figures import figure, scaled
from hub.bench.intake import CONNECTIONS, SENDERS
from hub.bench.intake import Line as BareLine
from hub.bench.loop import ClosedLoop
from hub.bench.people import TEXT
from hub.bench.process import Server
from hub.bench.sms_server import HTTP, NUMBER, TOKEN, WINDOW
from hub.bench.wire import Poster, Wire
from hub.core.clock import Clock
from hub.core.errors import Unavailable
from hub.core.free_port import HOST
from routing.simulate import Figure

PATH = f"/sms/v1/{HTTP}/inbound"
FILLED = 2000
PATIENCE = 120.0


class FormPoster(Wire):
    """An HTTP client that posts forms; `on_accepted` is called for each answer 200."""

    def __init__(self) -> None:
        """Start unconnected."""
        super().__init__()
        self.on_accepted: Callable[[], None] = lambda: None
        self._rest = b""

    @classmethod
    async def open(cls, port: int) -> "FormPoster":
        """Connect."""
        _, poster = await asyncio.get_running_loop().create_connection(cls, HOST, port)
        return poster

    def post(self, port: int, fields: dict[str, str]) -> None:
        """Send a signed form."""
        body = urlencode(fields).encode()
        signature = sign(TOKEN, f"http://{HOST}:{port}{PATH}", fields.items())
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: {HOST}:{port}\r\nX-Twilio-Signature: {signature}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.write(head.encode() + body)

    def data_received(self, data: bytes) -> None:
        """Take an answer; its body is one element."""
        self._rest += data
        if not self._rest.endswith(b"<Response/>"):
            if self._rest and not self._rest.startswith(b"HTTP/1.1 200"[: len(self._rest)]):
                self.close()
                self.lost()
            return
        self._rest = b""
        self.on_accepted()


class Line:
    """A connection on which a provider posts its senders' SMS in turn."""

    def __init__(self, poster: FormPoster, port: int, number: int) -> None:
        """Prepare the senders."""
        self.arrived: Callable[[], None] = lambda: None
        self._poster = poster
        self._port = port
        self._numbers = count(1)
        self._senders = cycle([f"+1555{number:03}{sender:04}" for sender in range(SENDERS)])
        poster.on_accepted = lambda: self.arrived()

    def send(self) -> None:
        """Post the next one."""
        sender = next(self._senders)
        sid = f"SM{sender[1:]}{next(self._numbers)}"
        self._poster.post(self._port, {"MessageSid": sid, "From": sender, "To": NUMBER, "Body": TEXT})

    def wires(self) -> Sequence[Wire]:
        """Return the connection."""
        return [self._poster]


class Centre:
    """A message centre that takes everything at once, and delivers with a full window."""

    def __init__(self, clock: Clock) -> None:
        """Start with nobody bound."""
        self._clock = clock
        self._sequence = count(1)
        self._bound: asyncio.Future[asyncio.StreamWriter] = asyncio.get_running_loop().create_future()
        self._sender = cycle([f"4915{number:09}" for number in range(1000)])
        self._until = 0.0
        self.submitted: list[float] = []
        self.answered = 0
        self.news = asyncio.Event()

    async def listen(self) -> int:
        """Take binds from now on; return the port."""
        server = await asyncio.start_server(self._serve, HOST, 0)
        self.close = server.close
        return int(server.sockets[0].getsockname()[1])

    async def deliver(self, seconds: float) -> float:
        """Keep WINDOW SMS under way for so long; return how many were answered a second."""
        async with asyncio.timeout(PATIENCE):
            writer = await self._bound
            self.answered, began = 0, self._clock.monotonic()
            self._until = began + seconds
            for _ in range(WINDOW):
                self._next(writer)
            await self._clock.sleep(seconds)
            while self.answered < WINDOW:  # in a very short run
                self.news.clear()
                await self.news.wait()
            return self.answered / (self._clock.monotonic() - began)

    async def until_submitted(self, number: int) -> float:
        """Wait for so many SMS; return how many came a second."""
        async with asyncio.timeout(PATIENCE):
            while len(self.submitted) < number:
                self.news.clear()
                await self.news.wait()
        return (number - 1) / (self.submitted[number - 1] - self.submitted[0])

    def _next(self, writer: asyncio.StreamWriter) -> None:
        number = next(self._sequence)
        data = f"{TEXT} {number}"[-140:].encode("ascii", "replace")
        sender = next(self._sender).encode()
        body = b"\0\1\1" + sender + b"\0\1\1" + NUMBER[1:].encode() + b"\0\0\0\0\0\0\0\0\0\0"
        writer.write(frame(Command.DELIVER_SM, number, body=body + bytes([len(data)]) + data))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                got = await read_frame(reader)
                if got.command == Command.SUBMIT_SM:
                    self.submitted.append(self._clock.monotonic())
                    self.news.set()
                    id = f"{len(self.submitted)}".encode() + b"\0"
                    writer.write(frame(Command.SUBMIT_SM | ANSWER, got.sequence, body=id))
                elif got.command == Command.DELIVER_SM | ANSWER:
                    if got.status:
                        raise Unavailable(f"The hub refused an SMS with status {got.status:#x}.")
                    self.answered += 1
                    self.news.set()
                    if self._clock.monotonic() < self._until:
                        self._next(writer)
                elif not got.command & ANSWER:
                    writer.write(frame(got.command | ANSWER, got.sequence, body=b"C\0"))
                    if got.command == Command.BIND_TRANSCEIVER and not self._bound.done():
                        self._bound.set_result(writer)
        except (EOFError, OSError):
            writer.close()


async def sms_row(folder: Path, clock: Clock, seconds: float, runs: int) -> list[list[Figure]]:
    """Measure HTTP intake beside a bare group commit, then SMPP in and out; each run in a new store."""
    return [await _run(folder / f"run-{run}", clock, seconds) for run in range(runs)]


async def _run(folder: Path, clock: Clock, seconds: float) -> list[Figure]:
    await asyncio.to_thread(folder.mkdir)
    centre = Centre(clock)
    smsc_port = await centre.listen()
    ours = Server(clock, folder / "sms.log", "hub.bench.sms_server", str(folder / "sms"), str(smsc_port))
    theirs = Server(clock, folder / "base.log", "hub.bench.base", str(folder))
    async with ours, theirs:
        limit = await _bare(clock, theirs, seconds)
        by_http = await _http(clock, ours, seconds)
        filled = scaled(FILLED, seconds)
        await _call(ours, f"/fill?count={filled}")
        await _call(ours, "/start")
        out = await centre.until_submitted(filled)
        into = await centre.deliver(seconds)
    centre.close()
    return [
        figure("sms_http_per_s", by_http, "messages/s", limit),
        figure("sms_smpp_in_per_s", into, "messages/s", limit),
        figure("sms_smpp_out_per_s", out, "messages/s", limit),
    ]


async def _bare(clock: Clock, server: Server, seconds: float) -> float:
    lines = [BareLine(await Poster.open(server.port), number) for number in range(CONNECTIONS)]
    done = await ClosedLoop(clock, lines).run(seconds)
    _close(lines)
    return done.rate


async def _http(clock: Clock, server: Server, seconds: float) -> float:
    """Measure texts in open conversations: each sender's first opens it, the next finds it."""
    posters = [await FormPoster.open(server.port) for _ in range(CONNECTIONS)]
    lines = [Line(poster, server.port, number) for number, poster in enumerate(posters)]
    await ClosedLoop(clock, lines, most=2 * CONNECTIONS * SENDERS).run(60.0)
    done = await ClosedLoop(clock, lines).run(seconds)
    _close(lines)
    return done.rate


def _close(lines: Sequence[Line] | Sequence[BareLine]) -> None:
    for line in lines:
        for wire in line.wires():
            wire.close()


async def _call(server: Server, path: str) -> None:
    poster = await Poster.open(server.port)
    accepted = asyncio.Event()
    poster.on_accepted = accepted.set
    poster.lost = accepted.set
    poster.post(path, b"")
    async with asyncio.timeout(PATIENCE):
        await accepted.wait()
    poster.close()
