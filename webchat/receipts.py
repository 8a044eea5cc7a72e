"""How far a widget has received and read, on its way into the store."""

import asyncio
from collections.abc import Awaitable
from typing import Protocol

import structlog

from hub.core.clock import Clock
from hub.core.errors import HubError

log = structlog.get_logger()

EVERY = 1.0
"""A widget tells twice of every message, and each commit costs as much as a message's own. A crash loses
what was told in this time, and the widget's next receipt says it again."""


class Outbox(Protocol):
    """Where receipts are stored."""

    def receipt(
        self, interaction_id: str, *, delivered_seq: int | None = None, read_seq: int | None = None
    ) -> Awaitable[object]:
        """Record how far the customer's side has received and read; never goes backwards."""
        ...


class Receipts:
    """One connection's receipts: written at once, but then only the newest once in a while."""

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        self._outbox = outbox
        self._clock = clock
        self._noted: dict[str, tuple[int, int]] = {}
        self._news = asyncio.Event()

    def note(self, interaction: str, *, delivered: int = 0, read: int = 0) -> None:
        """Take numbers to be written; the greatest count."""
        known_delivered, known_read = self._noted.get(interaction, (0, 0))
        self._noted[interaction] = max(known_delivered, delivered), max(known_read, read)
        self._news.set()

    async def run(self) -> None:
        """Write until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            await self.write()
            await self._clock.sleep(EVERY)

    async def write(self) -> None:
        """Write what was noted."""
        noted, self._noted = self._noted, {}
        for interaction, (delivered, read) in noted.items():
            try:
                await self._outbox.receipt(interaction, delivered_seq=delivered, read_seq=read)
            except HubError as error:
                log.warning("receipt_not_written", interaction=interaction, code=error.code)
