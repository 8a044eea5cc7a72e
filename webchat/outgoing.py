"""A connection's way out: a bounded queue, and a cut when the client cannot keep up."""

import asyncio
from collections import deque
from collections.abc import Callable
from typing import Protocol

from aiohttp import WSMsgType
from prometheus_client import Counter

from webchat.frames import Frame, encode

CUT = Counter("switchboard_chat_slow_clients_total", "Chat connections cut because they read too slowly")
MOST_JOINED = 64
"""So many frames are sent in one text at most."""


class Socket(Protocol):
    """What sends texts: the part of a WebSocketResponse that is needed."""

    async def send_frame(self, message: bytes, opcode: WSMsgType) -> None:
        """Send one."""
        ...


class Outgoing:
    """Frames on their way to one widget, in order.

    When more than `limit` wait, the connection is cut rather than a frame dropped: the widget comes
    back with the number of the last message it saw and gets the rest.
    """

    def __init__(self, socket: Socket, limit: int, cut: Callable[[], None]) -> None:
        self._socket = socket
        self._frames: deque[Frame] = deque()
        self._limit = limit
        self._calm = limit // 2
        self._news = asyncio.Event()
        self._moved = asyncio.Event()
        self._all_sent = asyncio.Event()
        self._all_sent.set()
        self._cut = cut
        self.closed = False

    def put(self, frame: Frame) -> None:
        """Queue a frame; nothing is queued any more once the connection was cut."""
        if self.closed:
            return
        if len(self._frames) >= self._limit:
            self.closed = True
            self._news.set()
            CUT.inc()
            self._cut()
            return
        self._frames.append(frame)
        self._all_sent.clear()
        self._news.set()

    async def put_slowly(self, frame: Frame) -> None:
        """Queue a frame once there is ample room; for what need not be there at once."""
        while len(self._frames) > self._calm:
            self._moved.clear()
            await self._moved.wait()
        self.put(frame)

    async def run(self) -> None:
        """Send what is queued until the connection is gone or this is cancelled."""
        try:
            while not self.closed:
                await self._news.wait()
                self._news.clear()
                while self._frames and not self.closed:
                    await self._socket.send_frame(self._next(), WSMsgType.TEXT)
                self._all_sent.set()
        except (ConnectionError, RuntimeError):
            return  # the other side is gone; aiohttp says RuntimeError when ours was closed meanwhile
        finally:
            self.closed = True
            self._all_sent.set()

    async def flush(self) -> None:
        """Wait until everything queued so far was handed to the network, or the connection is gone."""
        await self._all_sent.wait()

    def _next(self) -> bytes:
        """Return a frame, or several as an array: each sending costs as much as the rest of a message."""
        several = [self._frames.popleft() for _ in range(min(len(self._frames), MOST_JOINED))]
        self._moved.set()
        if len(several) == 1:
            return encode(several[0])
        return b"[" + b",".join(map(encode, several)) + b"]"
