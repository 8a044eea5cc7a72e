"""What a returning browser has missed, from the event log."""

from collections.abc import Mapping

from hub.core.events import Change, Event, EventKind
from hub.core.models.contacts import Contact
from hub.core.models.conversations import Conversation, Interaction, Message
from hub.core.models.knowledge import Article, Feedback
from hub.core.models.staff import AgentState
from hub.core.models.work import Offer, WorkItem
from hub.core.ports import Store
from hub.core.records import Record
from hub.desk.live_connection import Connection
from hub.desk.live_frames import Rows, change_frame, encode, mentions_of
from hub.desk.live_hub import hears
from hub.desk.live_rows import read_rows, visible_rows

LONGEST_GAP = 2000

SUBJECTS: Mapping[EventKind, type[Record]] = {
    EventKind.MESSAGE_ADDED: Message,
    EventKind.MESSAGE_CHANGED: Message,
    EventKind.CONVERSATION_OPENED: Conversation,
    EventKind.CONVERSATION_CHANGED: Conversation,
    EventKind.CONVERSATION_RESOLVED: Conversation,
    EventKind.CONVERSATION_MERGED: Conversation,
    EventKind.INTERACTION_STARTED: Interaction,
    EventKind.INTERACTION_CHANGED: Interaction,
    EventKind.INTERACTION_ENDED: Interaction,
    EventKind.INTERACTION_RATED: Interaction,
    EventKind.WORK_CHANGED: WorkItem,
    EventKind.OFFER_CHANGED: Offer,
    EventKind.AGENT_CHANGED: AgentState,
    EventKind.CONTACT_CHANGED: Contact,
    EventKind.CONTACT_MERGED: Contact,
    EventKind.ARTICLE_CHANGED: Article,
    EventKind.FEEDBACK_GIVEN: Feedback,
}
"""What the subject of an event is; settings are not sent."""

Frames = list[tuple[int, bytes]]


async def missed(store: Store, tenant: str, connection: Connection, after: int) -> Frames | None:
    """Return the frames of all changes after `after` the connection should have heard; None if too many.

    Records are as they are now, so each is sent once, at its last change.
    """
    events = await store.events_after(after, limit=LONGEST_GAP + 1)
    if len(events) > LONGEST_GAP:
        return None
    frames: Frames = []
    with_news = {event.conversation for event in events if event.kind is EventKind.MESSAGE_ADDED}
    rows = visible_rows(connection, await read_rows(store, with_news))
    if rows:
        frames.append((0, encode(Rows(conversations=rows))))
    last_of = {(event.kind, event.subject): event.seq for event in events}
    for event in events:
        if last_of[event.kind, event.subject] != event.seq:
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
    events = await store.events_after(after, conversation=conversation, limit=LONGEST_GAP + 1)
    if len(events) > LONGEST_GAP:
        return None
    return [
        (event.seq, change_frame(event, await _subject(store, event)))
        for event in events
        if event.seq <= upto and event.kind in SUBJECTS and event.kind is not EventKind.OFFER_CHANGED
    ]


async def _subject(store: Store, event: Event) -> Record | None:
    kind = SUBJECTS.get(event.kind)
    return await store.peek(kind, event.subject) if kind else None
