"""A voice node alone, whose hub the bench plays: what the media cost, without a database or any model."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp
from aiohttp import web

from hub.bench.tree import Use, use_of
from hub.core.config import Log
from hub.core.errors import Unavailable
from hub.core.free_port import HOST, free_port
from voice.messages import Figures, FromNode, Hello, Taken, Welcome, encode, to_hub
from voice.node.settings import Program, Settings
from voice.node.sip_settings import Sip, Trunk
from voice.orders import Answer, Orders, Wait
from voice.reports import Reports, Ringing

IDLE = [sys.executable, "-m", "hub.bench.voice_idle"]
MOST_CALLS = 500
COMES_WITHIN = 30.0


class BenchHub:
    """The hub's end of the link: takes every call, and tells `on_report` of it."""

    def __init__(self) -> None:
        self.came = asyncio.Event()
        self.on_report: Callable[[Reports], None] = lambda report: None
        self._socket: web.WebSocketResponse | None = None
        self._orders = 0
        self._waiting: asyncio.Queue[str] = asyncio.Queue()

    def id(self) -> str:
        """Return an id for an order."""
        self._orders += 1
        return str(self._orders)

    def order(self, order: Orders) -> None:
        """Have the node do something."""
        self._waiting.put_nowait(encode(order))

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Be the link of one node."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        async with asyncio.TaskGroup() as tasks:
            writing = tasks.create_task(self._write(socket))
            async for message in socket:
                if message.type is aiohttp.WSMsgType.TEXT:
                    self._take(to_hub.decode(message.data))
            writing.cancel()
        return socket

    def _take(self, report: FromNode) -> None:
        if isinstance(report, Hello):
            self._waiting.put_nowait(encode(Welcome(taken=0)))
            self.came.set()
            return
        if isinstance(report, Figures):
            return
        self._waiting.put_nowait(encode(Taken(number=report.number)))
        if isinstance(report, Ringing):
            self.order(Answer(id=self.id(), call=report.call, language="en"))
            self.order(Wait(id=self.id(), call=report.call, music=True))
        self.on_report(report)

    async def _write(self, socket: web.WebSocketResponse) -> None:
        with suppress(ConnectionError):
            while True:
                await socket.send_str(await self._waiting.get())


class BenchNode:
    """A node that runs: where it is called, and what it uses."""

    def __init__(self, hub: BenchHub, sip: tuple[str, int], pid: int) -> None:
        self.hub = hub
        self.sip = sip
        self._pid = pid

    def use(self) -> Use:
        """Return what the node's process uses now; its engines do nothing."""
        return use_of(self._pid)


@asynccontextmanager
async def node_alone(folder: Path) -> AsyncIterator[BenchNode]:
    """Run a node and its hub."""
    hub, link, sip = BenchHub(), free_port(), free_port()
    app = web.Application()
    app.router.add_get("/voice/link", hub.serve)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, HOST, link).start()
    first = free_port() & ~1
    settings = Settings(
        name="bench",
        hub=f"ws://{HOST}:{link}/voice/link",
        token="bench",  # noqa: S106 - nobody else can reach it
        host=HOST,
        sip_port=sip,
        rtp_ports=f"{first}-{first + 4000}",
        sip=_sip(sip, f"{first}-{first + 4000}"),
        recogniser=Program(name="idle", command=IDLE),
        synthesisers=[Program(name="idle", command=IDLE)],
        most_calls=MOST_CALLS,
        log=Log(level="warning"),
        spool=str(folder / "spool"),
    )
    log = await asyncio.to_thread((folder / "node.log").open, "ab")
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "voice.node", stdin=asyncio.subprocess.PIPE, stdout=log, stderr=log
    )
    log.close()
    stdin = process.stdin
    assert stdin  # noqa: S101 - it was asked for
    try:
        stdin.write(f"{encode(settings)}\n".encode())
        await _ready(hub, folder / "node.log")
        yield BenchNode(hub, (HOST, sip), process.pid)
    finally:
        stdin.close()  # it ends with its input
        with suppress(TimeoutError):
            async with asyncio.timeout(10):
                await process.wait()
        if process.returncode is None:
            process.kill()
            await process.wait()
        await runner.cleanup()


def _sip(port: int, rtp_ports: str) -> Sip:
    """Return a door whose limits a load does not meet."""
    ours = Trunk(name="bench", domain=HOST, networks=["127.0.0.0/8"])
    return Sip(
        host=HOST,
        port=port,
        rtp_ports=rtp_ports,
        trunks=[ours],
        calls_per_second=1000.0,
        calls_per_source=1000.0,
        most_per_source=MOST_CALLS,
        most_calls=MOST_CALLS,
    )


async def _ready(hub: BenchHub, log: Path) -> None:
    try:
        async with asyncio.timeout(COMES_WITHIN):
            await hub.came.wait()
    except TimeoutError:
        said = await asyncio.to_thread(log.read_text, errors="replace")
        raise Unavailable(f"The voice node did not come:\n{said[-2000:]}") from None
