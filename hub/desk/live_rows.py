"""Keeps lists fresh: most changes alter a row that many browsers show, and few need them at once."""

import asyncio
from collections.abc import Hashable, Iterable

from hub.core.clock import Clock
from hub.core.events import Change, Event, EventKind
from hub.core.models.contacts import Contact
from hub.core.models.conversations import Conversation
from hub.core.models.staff import AgentState
from hub.core.models.work import WorkItem
from hub.core.permissions import Permission
from hub.core.ports import Store
from hub.core.records import Record
from hub.desk.live_connection import Connection
from hub.desk.live_frames import SUBJECTS, Rows, encode
from hub.desk.live_hub import OF_LISTS, LiveHub

EVERY = 0.5

Row = tuple[type[Record], str]
"""A record that lists show: its type and id."""


class RowTicker:
    """Gathers what lists show and has changed, and sends it twice a second at most.

    However busy the floor is, each browser gets one frame a tick, and browsers with the same view share it.
    """

    def __init__(self, live: LiveHub, tenant: str, store: Store, clock: Clock) -> None:
        self._live = live
        self._tenant = tenant
        self._store = store
        self._clock = clock
        self._changed: set[Row] = set()
        self._seq = 0
        self._news = asyncio.Event()

    def hear(self, changes: list[Change]) -> None:
        """Note what changed; given to the database as a listener."""
        for change in changes:
            if change.tenant == self._tenant and (row := row_of(change.event)):
                self._changed.add(row)
                self._seq = change.event.seq
                self._news.set()

    async def run(self) -> None:
        """Send rows until cancelled."""
        while True:
            await self._news.wait()
            self._news.clear()
            seq, changed, self._changed = self._seq, self._changed, set()
            self.send(await read_rows(self._store, changed), seq)
            await self._clock.sleep(EVERY)

    def send(self, rows: list[Record], seq: int) -> None:
        """Give every connection the rows it may see."""
        frames: dict[Hashable, bytes] = {}
        for connection in self._live.everyone():
            if connection.view not in frames:
                seen = visible_rows(connection, rows)
                frames[connection.view] = rows_frame(seen, seq) if seen else b""
            if frame := frames[connection.view]:
                connection.push(frame)


def row_of(event: Event) -> Row | None:
    """Return which record in lists an event alters; a message alters its conversation's row."""
    if event.kind is EventKind.MESSAGE_ADDED:
        return Conversation, event.conversation
    return (SUBJECTS[event.kind], event.subject) if event.kind in OF_LISTS else None


async def read_rows(store: Store, rows: Iterable[Row]) -> list[Record]:
    """Return the records as they are now."""
    found = [await store.peek(kind, id) for kind, id in rows]
    return [row for row in found if row]


def visible_rows(connection: Connection, rows: Iterable[Record]) -> list[Record]:
    """Return those the person may see in lists."""
    contacts = connection.has(Permission.CONTACTS_READ)
    return [
        row
        for row in rows
        if isinstance(row, AgentState)
        or (isinstance(row, Contact) and contacts)
        or (isinstance(row, Conversation | WorkItem) and connection.may_see(row.queue or "", row.agent or ""))
    ]


def rows_frame(rows: Iterable[Record], seq: int) -> bytes:
    """Return a frame with these rows; `seq` is the number of the last change they have."""
    rows = sorted(rows, key=lambda row: row.id)
    return encode(
        Rows(
            seq=seq,
            conversations=[row for row in rows if isinstance(row, Conversation)],
            work_items=[row for row in rows if isinstance(row, WorkItem)],
            agents=[row for row in rows if isinstance(row, AgentState)],
            contacts=[row for row in rows if isinstance(row, Contact)],
        )
    )
