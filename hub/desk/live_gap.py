"""What a returning browser has missed, from the event log."""

from hub.core.events import Change, Event, EventKind
from hub.core.ports import Store
from hub.core.records import Record
from hub.desk.live_connection import Connection
from hub.desk.live_frames import SUBJECTS, change_frame, mentions_of
from hub.desk.live_hub import hears
from hub.desk.live_rows import read_rows, row_of, rows_frame, visible_rows

LONGEST_GAP = 2000

Frames = list[tuple[int, bytes]]


async def missed(
    store: Store, tenant: str, connection: Connection, after: int, rows_after: int
) -> Frames | None:
    """Return the frames of all changes after `after` the connection should have heard; None if too many.

    Records are as they are now, so each is sent once, at its last change; what lists show of changes
    after `rows_after` comes first.
    """
    events = await store.events_after(min(after, rows_after), limit=LONGEST_GAP + 1)
    if len(events) > LONGEST_GAP:
        return None
    frames: Frames = []
    changed = {row for event in events if event.seq > rows_after and (row := row_of(event))}
    rows = visible_rows(connection, await read_rows(store, changed))
    if rows:
        frames.append((0, rows_frame(rows, events[-1].seq)))
    last_of = {(event.kind, event.subject): event.seq for event in events}
    for event in events:
        if event.seq <= after or last_of[event.kind, event.subject] != event.seq:
            continue
        heard = hears(connection, event)
        if not heard and event.kind is not EventKind.MESSAGE_ADDED:
            continue
        record = await _subject(store, event)
        change = Change(tenant=tenant, event=event, record=record)
        if heard or connection.staff.id in mentions_of(change):
            frames.append((event.seq, change_frame(event, record)))
    return frames


async def missed_of(store: Store, conversation: str, after: int, upto: int) -> Frames | None:
    """Return the frames of one conversation's changes in between; None if too many."""
    events = await store.events_after(after, upto=upto, conversation=conversation, limit=LONGEST_GAP + 1)
    if len(events) > LONGEST_GAP:
        return None
    return [
        (event.seq, change_frame(event, await _subject(store, event)))
        for event in events
        if event.kind in SUBJECTS and event.kind is not EventKind.OFFER_CHANGED
    ]


async def _subject(store: Store, event: Event) -> Record | None:
    kind = SUBJECTS.get(event.kind)
    return await store.peek(kind, event.subject) if kind else None
