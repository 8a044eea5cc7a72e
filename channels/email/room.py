"""How much mail may be under way at once: memory is bounded by this, not by the number of connections."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class NoRoom(Exception):
    """There was no room for a mail within the time it may wait."""


class Room:
    """So many bytes for all mails that are being read and stored. Who fits goes; who does not, waits."""

    def __init__(self, total: int) -> None:
        """Take the number of bytes; it must be no less than the largest mail that is taken."""
        self._free = total
        self._freed = asyncio.Event()

    @asynccontextmanager
    async def share(self, size: int, patience: float) -> AsyncIterator["Share"]:
        """Yield this much of the room, until the end of the block.

        Raises NoRoom when there is none for so many seconds.
        """
        try:
            async with asyncio.timeout(patience):
                while self._free < size:
                    self._freed.clear()
                    await self._freed.wait()
        except TimeoutError:
            raise NoRoom from None
        share = Share(self)
        share.fits(size)
        try:
            yield share
        finally:
            share.give_back()

    def take(self, size: int) -> bool:
        """Take so many bytes at once, or give them back if less than none; False if there are too few."""
        if size > self._free:
            return False
        self._free -= size
        if size < 0:
            self._freed.set()
        return True


class Share:
    """What one mail has of the room."""

    def __init__(self, room: Room) -> None:
        """Start with nothing."""
        self.held = 0
        self._room = room

    def fits(self, size: int) -> bool:
        """Say whether a mail that has become this large still has room, and take it."""
        if size > self.held:
            if not self._room.take(size - self.held):
                return False
            self.held = size
        return True

    def give_back(self) -> None:
        """Leave the room to others."""
        self._room.take(-self.held)
        self.held = 0
