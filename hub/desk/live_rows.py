"""Keeps conversation lists fresh: a message changes a row's preview, but few browsers need the message."""

import asyncio
from collections.abc import Iterable

from hub.core.clock import Clock
from hub.core.events import Change, EventKind
from hub.core.models.conversations import Conversation
from hub.core.ports import Store
from hub.desk.live_connection import Connection
from hub.desk.live_frames import Rows, encode
from hub.desk.live_hub import LiveHub

EVERY = 0.5


class RowTicker:
    """Gathers conversations with new messages and sends their rows twice a second at most.

    However busy the floor is, each browser gets one frame a tick, and browsers with the same view share it.
    """

    def __init__(self, live: LiveHub, tenant: str, store: Store, clock: Clock) -> None:
        self._live = live
        self._tenant = tenant
        self._store = store
        self._clock = clock
        self._changed: set[str] = set()
        self._news = asyncio.Event()

    def hear(self, changes: list[Change]) -> None:
        """Note conversations with news; given to the database as a listener."""
        for change in changes:
            if change.event.kind is EventKind.MESSAGE_ADDED and change.tenant == self._tenant:
                self._changed.add(change.event.conversation)
                self._news.set()

    async def run(self) -> None:
        """Send rows until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            changed, self._changed = self._changed, set()
            self.send(await read_rows(self._store, changed))
            await self._clock.sleep(EVERY)

    def send(self, rows: list[Conversation]) -> None:
        """Give every connection the rows it may see."""
        frames: dict[tuple[str, ...], bytes] = {}
        for connection in self._live.everyone():
            seen = visible_rows(connection, rows)
            if not seen:
                continue
            key = tuple(row.id for row in seen)
            if key not in frames:
                frames[key] = encode(Rows(conversations=seen))
            connection.push(frames[key])


async def read_rows(store: Store, ids: Iterable[str]) -> list[Conversation]:
    """Return the conversations as they are now."""
    found = [await store.peek(Conversation, id) for id in sorted(ids)]
    return [row for row in found if row]


def visible_rows(connection: Connection, rows: Iterable[Conversation]) -> list[Conversation]:
    """Return those the person may see in lists."""
    return [row for row in rows if connection.may_see(row.queue or "", row.agent or "")]
