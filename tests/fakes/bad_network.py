"""A network that loses, delays and reorders packets."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class BadNetwork(asyncio.DatagramProtocol):
    """Passes packets between two addresses: the far one, and whoever else sends."""

    def __init__(self, far: tuple[str, int], loss: float, jitter: float, seed: int) -> None:
        self._far = far
        self._near: tuple[str, int] | None = None
        self._loss = loss
        self._jitter = jitter
        self._chance = random.Random(seed)
        self._socket: asyncio.DatagramTransport | None = None
        self.port = 0
        self.lost = 0

    @classmethod
    @asynccontextmanager
    async def open(
        cls, far: tuple[str, int], *, loss: float, jitter: float, seed: int = 1
    ) -> AsyncIterator["BadNetwork"]:
        """Stand before `far`, losing this share of packets, and delaying each by up to `jitter` seconds."""
        loop = asyncio.get_running_loop()
        network = cls(far, loss, jitter, seed)
        socket, _ = await loop.create_datagram_endpoint(lambda: network, local_addr=("127.0.0.1", 0))
        network._socket, network.port = socket, socket.get_extra_info("sockname")[1]
        try:
            yield network
        finally:
            socket.close()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Pass a packet on, later, or not at all."""
        if addr == self._far:
            to = self._near
        else:
            self._near, to = addr, self._far
        if to is None or self._chance.random() < self._loss:
            self.lost += 1
            return
        delay = self._chance.uniform(0, self._jitter)
        asyncio.get_running_loop().call_later(delay, self._send, data, to)

    def _send(self, data: bytes, to: tuple[str, int]) -> None:
        if self._socket:
            self._socket.sendto(data, to)
