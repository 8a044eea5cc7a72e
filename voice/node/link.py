"""The node's end of the link: keeps reports until the hub has them, and comes back when it breaks."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress

import aiohttp
import structlog
from msgspec.structs import replace

from hub.core.clock import Clock
from voice.messages import Figures, FromHub, Hello, Taken, Welcome, encode, to_node
from voice.orders import Orders
from voice.reports import Report

log = structlog.get_logger()

FIRST_DELAY = 0.2
LONGEST_DELAY = 5.0
HEARTBEAT = 10.0
MOST_KEPT = 100_000
"""Reports, of 0.4 kB: what fifty calls tell in an hour and a half, each one every three seconds."""


class HubLink:
    """One node's connection. `report` may be called at any time; `run` lasts until cancelled.

    While the hub is away, `most_kept` reports are kept. Of more, the oldest are lost: calls of which the hub
    never hears again count as those of a node that ended.
    """

    def __init__(
        self,
        url: str,
        token: str,
        node: str,
        clock: Clock,
        calls: Callable[[], list[str]],
        on_order: Callable[[Orders], Awaitable[None]],
        first_number: int,
        most_kept: int = MOST_KEPT,
    ) -> None:
        self._url = url
        self._token = token
        self._node = node
        self._clock = clock
        self._calls = calls
        self._on_order = on_order
        self._number = first_number
        self._kept: deque[Report] = deque(maxlen=most_kept)
        self._news = asyncio.Event()
        self._unsent: deque[Report] = deque(maxlen=most_kept)
        self._losing = False
        self._figures: Figures | None = None  # that were not told yet

    def report(self, report: Report) -> None:
        """Tell the hub, now or once it is there."""
        self._number += 1
        numbered = replace(report, number=self._number)
        self._note_loss(full=len(self._kept) == self._kept.maxlen)
        self._kept.append(numbered)
        self._unsent.append(numbered)
        self._news.set()

    def _note_loss(self, *, full: bool) -> None:
        if full and not self._losing:
            log.error("reports_lost", kept=len(self._kept), hub=self._url)
        self._losing = full

    @property
    def waiting(self) -> int:
        """How many reports the hub has not taken yet."""
        return len(self._kept)

    def show(self, figures: Figures) -> None:
        """Let the hub show these figures, if it is there; older ones that it did not get are forgotten."""
        self._figures = figures
        self._news.set()

    async def run(self) -> None:
        """Keep the connection."""
        delay = FIRST_DELAY
        async with aiohttp.ClientSession() as client:
            while True:
                try:
                    async with client.ws_connect(
                        self._url, headers={"Authorization": f"Bearer {self._token}"}, heartbeat=HEARTBEAT
                    ) as socket:
                        delay = FIRST_DELAY
                        await self._talk(socket)
                except aiohttp.ClientError as error:
                    log.warning("hub_not_reached", error=type(error).__name__)
                await self._clock.sleep(delay)
                delay = min(delay * 2, LONGEST_DELAY)

    async def _talk(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        await socket.send_str(encode(Hello(node=self._node, calls=self._open())))
        async with asyncio.TaskGroup() as tasks:
            writing: asyncio.Task[None] | None = None
            async for message in socket:
                if message.type is not aiohttp.WSMsgType.TEXT:
                    continue
                said: FromHub = to_node.decode(message.data)
                if isinstance(said, Welcome):
                    self._taken(said.taken)
                    self._unsent = self._kept.copy()
                    self._news.set()
                    writing = tasks.create_task(self._write(socket))
                elif isinstance(said, Taken):
                    self._taken(said.number)
                else:
                    await self._on_order(said)
            if writing:
                writing.cancel()

    def _open(self) -> list[str]:
        """Return the calls that go on, and those of which the hub does not have everything."""
        return sorted({*self._calls(), *(report.call for report in self._kept)})

    def _taken(self, number: int) -> None:
        while self._kept and self._kept[0].number <= number:
            self._kept.popleft()

    async def _write(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Send what there is to tell, until the connection breaks: what it lost is sent by the next one."""
        with suppress(ConnectionError):
            while True:
                await self._news.wait()
                self._news.clear()
                while self._unsent:
                    await socket.send_str(encode(self._unsent.popleft()))
                if figures := self._figures:
                    self._figures = None
                    await socket.send_str(encode(figures))
