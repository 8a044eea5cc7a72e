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
        self._cut = cut
        self.closed = False

    def put(self, frame: Frame) -> None:
        """Queue a frame; nothing is queued any more once the connection was cut."""
        if self.closed:
            return
        try:
            self._frames.put_nowait(frame)
        except asyncio.QueueFull:
            self.closed = True
            CUT.inc()
            self._cut()

    async def run(self) -> None:
        """Send what is queued until the connection is gone."""
        while not self.closed:
            frame = await self._frames.get()
            try:
                await self._socket.send_frame(encode(frame), WSMsgType.TEXT)
            except (ConnectionError, RuntimeError):
                # aiohttp says RuntimeError when its side was closed meanwhile
                self.closed = True
            finally:
                self._frames.task_done()

    async def flush(self) -> None:
        """Wait until everything queued so far was handed to the network."""
        await self._frames.join()
