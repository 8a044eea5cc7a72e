"""A connection's way out: a bounded queue, and a cut when the client cannot keep up."""

import asyncio
from collections.abc import Callable

from aiohttp import WSMsgType, web
from prometheus_client import Counter

from webchat.frames import Frame, encode

CUT = Counter("switchboard_chat_slow_clients_total", "Chat connections cut because they read too slowly")


class Outgoing:
    """Frames on their way to one widget, in order.

    When more than `limit` wait, the connection is cut rather than a frame dropped: the widget comes
    back with the number of the last message it saw and gets the rest.
    """

    def __init__(self, socket: web.WebSocketResponse, limit: int, cut: Callable[[], None]) -> None:
        self._socket = socket
        self._frames: asyncio.Queue[Frame] = asyncio.Queue(limit)
        self._calm = limit // 2
        self._moved = asyncio.Event()
        self._all_sent = asyncio.Event()
        self._all_sent.set()
        self._cut = cut
        self.closed = False

    def put(self, frame: Frame) -> None:
        """Queue a frame; nothing is queued any more once the connection was cut."""
        if self.closed:
            return
        try:
            self._frames.put_nowait(frame)
            self._all_sent.clear()
        except asyncio.QueueFull:
            self.closed = True
            CUT.inc()
            self._cut()

    async def put_slowly(self, frame: Frame) -> None:
        """Queue a frame once there is ample room; for what need not be there at once."""
        while self._frames.qsize() > self._calm:
            self._moved.clear()
            await self._moved.wait()
        self.put(frame)

    async def run(self) -> None:
        """Send what is queued until the connection is gone or this is cancelled."""
        try:
            while not self.closed:
                frame = await self._frames.get()
                self._moved.set()
                await self._socket.send_frame(encode(frame), WSMsgType.TEXT)
                if self._frames.empty():
                    self._all_sent.set()
        except (ConnectionError, RuntimeError):
            return  # the other side is gone; aiohttp says RuntimeError when ours was closed meanwhile
        finally:
            self.closed = True
            self._all_sent.set()

    async def flush(self) -> None:
        """Wait until everything queued so far was handed to the network, or the connection is gone."""
        await self._all_sent.wait()
