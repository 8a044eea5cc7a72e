"""The lines of pages: who follows which call, and how many there are from one network address."""

import asyncio
from collections import Counter

from hub.core.clock import Clock
from hub.core.errors import TooMany

MOST_AT_ONCE = 10
"""Calls that go on from one network address at a time."""


class Lines:
    """The calls that pages of this process are in: who holds each, and from where."""

    def __init__(self) -> None:
        self._holders: dict[str, object] = {}
        self._peers: Counter[str] = Counter()
        self._stopped = asyncio.Event()

    def stop(self) -> None:
        """The server stops: calls are left to themselves, as their node may outlast us."""
        self._stopped.set()

    async def wait(self, clock: Clock, seconds: float) -> bool:
        """Wait; return False at once when the server stops meanwhile."""
        async with asyncio.TaskGroup() as tasks:
            waits = [tasks.create_task(clock.sleep(seconds)), tasks.create_task(_set(self._stopped))]
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            for one in waits:
                one.cancel()
        return not self._stopped.is_set()

    def hold(self, call: str, holder: object) -> None:
        """Note who follows a call: the newest connection does."""
        self._holders[call] = holder

    def is_held(self, call: str, holder: object) -> bool:
        """Say whether nobody else has taken a call over."""
        return self._holders.get(call) is holder

    def let_go(self, call: str) -> None:
        """Forget a call."""
        self._holders.pop(call, None)

    def begin(self, peer: str) -> None:
        """Count a call from a network address; raise TooMany where there are enough."""
        if self._peers[peer] >= MOST_AT_ONCE:
            raise TooMany("There are too many calls from your network. Try again later.", retry_after=30)
        self._peers[peer] += 1

    def end(self, peer: str) -> None:
        """Count one less."""
        self._peers[peer] -= 1
        if self._peers[peer] <= 0:
            del self._peers[peer]


async def _set(event: asyncio.Event) -> None:
    await event.wait()
