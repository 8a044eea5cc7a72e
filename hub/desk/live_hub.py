"""Fan-out of committed changes to the browsers that may and want to hear of them."""

from collections.abc import Iterable, Iterator

from hub.core.events import Change, Event, EventKind
from hub.core.models.staff import Staff
from hub.core.permissions import Permission
from hub.desk.live_connection import Connection
from hub.desk.live_frames import change_frame, mentions_of

OF_A_CONVERSATION = frozenset(
    {
        EventKind.MESSAGE_ADDED,
        EventKind.MESSAGE_CHANGED,
        EventKind.INTERACTION_STARTED,
        EventKind.INTERACTION_CHANGED,
        EventKind.INTERACTION_ENDED,
        EventKind.INTERACTION_RATED,
        EventKind.FEEDBACK_GIVEN,
        EventKind.CALL_CHANGED,
        EventKind.RECORDING_CHANGED,
    }
)
"""Heard by those who watch the conversation, by the agent who has it, and by whom the event names."""
OF_A_QUEUE = frozenset(
    {
        EventKind.CONVERSATION_OPENED,
        EventKind.CONVERSATION_CHANGED,
        EventKind.CONVERSATION_RESOLVED,
        EventKind.CONVERSATION_MERGED,
        EventKind.CONVERSATION_SPLIT,
        EventKind.CONVERSATION_ERASED,
        EventKind.WORK_CHANGED,
    }
)
"""Heard by everybody who may see the queue."""
OF_LISTS = frozenset(
    {
        EventKind.CONVERSATION_OPENED,
        EventKind.CONVERSATION_CHANGED,
        EventKind.CONVERSATION_RESOLVED,
        EventKind.WORK_CHANGED,
        EventKind.AGENT_CHANGED,
        EventKind.CONTACT_CHANGED,
    }
)
"""Heard at once by the agent concerned and by those who watch; others see them in their lists a little
later (live_rows), for on a busy floor there are very many."""
BY_PERMISSION = {
    EventKind.CONTACT_CHANGED: Permission.CONTACTS_READ,
    EventKind.CONTACT_MERGED: Permission.CONTACTS_READ,
    EventKind.CONTACT_ERASED: Permission.CONTACTS_READ,
    EventKind.ARTICLE_CHANGED: Permission.KNOWLEDGE_READ,
    EventKind.ARTICLE_DUE: Permission.KNOWLEDGE_WRITE,
    EventKind.GAP_CHANGED: Permission.KNOWLEDGE_WRITE,
    EventKind.ARTICLE_COMMENTED: Permission.KNOWLEDGE_WRITE,
    EventKind.FLOW_CHANGED: Permission.KNOWLEDGE_READ,
}


class LiveHub:
    """All live connections of one tenant, found quickly by person and by watched conversation."""

    def __init__(self, tenant: str) -> None:
        self._tenant = tenant
        self._by_staff: dict[str, set[Connection]] = {}
        self._by_conversation: dict[str, set[Connection]] = {}

    def join(self, connection: Connection) -> None:
        """Add a connection; from now on it hears of changes."""
        self._by_staff.setdefault(connection.staff.id, set()).add(connection)

    def part(self, connection: Connection) -> None:
        """Remove a connection."""
        for conversation in tuple(connection.watching):
            self.unwatch(connection, conversation)
        _discard(self._by_staff, connection.staff.id, connection)

    def watch(self, connection: Connection, conversation: str) -> None:
        """Send the conversation's messages to the connection too."""
        connection.watching.add(conversation)
        self._by_conversation.setdefault(conversation, set()).add(connection)

    def unwatch(self, connection: Connection, conversation: str) -> None:
        """Send them no more."""
        connection.watching.discard(conversation)
        _discard(self._by_conversation, conversation, connection)

    def watchers(self, conversation: str) -> frozenset[Connection]:
        """Return who watches a conversation."""
        return frozenset(self._by_conversation.get(conversation, ()))

    def everyone(self) -> Iterator[Connection]:
        """Yield all connections."""
        for connections in tuple(self._by_staff.values()):
            yield from tuple(connections)

    def is_connected(self, staff_id: str) -> bool:
        """Say whether the person has a live connection."""
        return staff_id in self._by_staff

    def end_session(self, session_id: str) -> None:
        """Close the connections of a session that has ended."""
        for connection in self.everyone():
            if connection.session.id == session_id:
                connection.leave(0, "signed_out")

    def close(self, retry_after: float) -> None:
        """Tell everybody to come back later; the hub stops."""
        for connection in self.everyone():
            connection.leave(retry_after, "restart")

    def publish(self, changes: list[Change]) -> None:
        """Give each change to those it concerns, encoded at most once; a listener of the database."""
        for change in changes:
            if change.tenant != self._tenant:
                continue
            if change.event.kind is EventKind.SETTINGS_CHANGED and isinstance(change.record, Staff):
                self._renew(change.record, deleted=bool(change.event.data.get("deleted")))
            frame = b""
            for connection in self._audience(change):
                frame = frame or change_frame(change.event, change.record)
                connection.push(frame, change.event.seq)
            if change.event.kind in OF_A_QUEUE:
                self._stop_unseen(change.event)

    def _audience(self, change: Change) -> Iterable[Connection]:
        event = change.event
        if event.kind in OF_A_CONVERSATION:
            people = {event.agent, *mentions_of(change), *named_in(event)} - {""}
            found = set(self._by_conversation.get(event.conversation, ()))
            return found.union(*(self._by_staff.get(person, ()) for person in people))
        if event.kind is EventKind.OFFER_CHANGED:
            return tuple(self._by_staff.get(event.agent, ()))
        if event.kind in OF_LISTS:
            own = self._by_staff.get(event.agent, set())
            near = own | self._by_conversation.get(event.conversation, set())
            return [connection for connection in near if hears(connection, event)]
        return [connection for connection in self.everyone() if hears(connection, event)]

    def _stop_unseen(self, event: Event) -> None:
        """Who may no longer see a conversation, because it went to another queue, stops watching it."""
        for connection in tuple(self._by_conversation.get(event.conversation, ())):
            if not connection.may_see(event.queue, event.agent):
                self.unwatch(connection, event.conversation)

    def _renew(self, staff: Staff, *, deleted: bool) -> None:
        for connection in tuple(self._by_staff.get(staff.id, ())):
            connection.renew(staff)
            if deleted or not staff.active:
                connection.leave(0, "signed_out")


def hears(connection: Connection, event: Event) -> bool:
    """Say whether a connection gets an event at once, by permission, queue and what it watches."""
    near = event.conversation in connection.watching or event.agent == connection.staff.id
    near = near or connection.staff.id in named_in(event)
    if event.kind in OF_A_CONVERSATION:
        return near
    if event.kind in OF_LISTS and not near:
        return False
    if event.kind in OF_A_QUEUE:
        return connection.may_see(event.queue, event.agent)
    if event.kind is EventKind.OFFER_CHANGED:
        return event.agent == connection.staff.id
    needed = BY_PERMISSION.get(event.kind)
    return needed is None or connection.has(needed)


def named_in(event: Event) -> list[str]:
    """Return the staff in a call, who hear of it whatever they look at."""
    return event.data.get("people", []) if event.kind is EventKind.CALL_CHANGED else []


def _discard(index: dict[str, set[Connection]], key: str, connection: Connection) -> None:
    found = index.get(key)
    if found is not None:
        found.discard(connection)
        if not found:
            del index[key]
