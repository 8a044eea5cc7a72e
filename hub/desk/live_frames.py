"""Frames of the live socket: JSON texts with a `type`."""

from collections.abc import Mapping
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from hub.core.errors import HubError
from hub.core.events import Change, Event, EventKind
from hub.core.models.calls import Call
from hub.core.models.contacts import Contact
from hub.core.models.conversations import Conversation, Interaction, Message
from hub.core.models.flows import Flow
from hub.core.models.gaps import Gap
from hub.core.models.knowledge import Article, ArticleComment, Feedback
from hub.core.models.staff import AgentState
from hub.core.models.work import Offer, WorkItem
from hub.core.records import Record
from hub.desk.views import Me

Id = Annotated[str, Meta(max_length=64)]


class Frame(Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    """A frame from the browser; errors about it carry its `id`."""

    id: Id = ""


class Hello(Frame, frozen=True, kw_only=True, tag="hello"):
    """First frame: the last change and the last rows the browser saw, and what it is looking at."""

    last_seq: int | None = None
    rows_seq: int | None = None
    watch: Annotated[list[Id], Meta(max_length=50)] = []


class Watch(Frame, frozen=True, kw_only=True, tag="watch"):
    """Send the conversation's messages, and tell colleagues that I look at it."""

    conversation: Id


class Unwatch(Frame, frozen=True, kw_only=True, tag="unwatch"):
    """I look at it no more."""

    conversation: Id


class TypingSign(Frame, frozen=True, kw_only=True, tag="typing"):
    """I type, or have stopped."""

    conversation: Id
    on: bool


class Ping(Frame, frozen=True, kw_only=True, tag="ping"):
    """Are you there?"""


ClientFrame = Hello | Watch | Unwatch | TypingSign | Ping


class HelloBack(Struct, frozen=True, kw_only=True, tag_field="type", tag="hello"):
    """The connection is open; `seq` is the newest change there is."""

    seq: int
    staff: Me


class Viewer(Struct, frozen=True, kw_only=True):
    """Somebody who looks at a conversation."""

    staff: str
    name: str
    typing: bool = False


class Viewers(Struct, frozen=True, kw_only=True, tag_field="type", tag="viewers"):
    """Everybody who looks at a conversation now."""

    conversation: str
    viewers: list[Viewer]


class CustomerTyping(Struct, frozen=True, kw_only=True, tag_field="type", tag="typing"):
    """The customer types, or has stopped."""

    conversation: str
    on: bool


class Rows(Struct, frozen=True, kw_only=True, tag_field="type", tag="rows", omit_defaults=True):
    """What lists show and has changed, each record whole; all changes up to `seq` are in it or before."""

    seq: int
    conversations: list[Conversation] = []
    work_items: list[WorkItem] = []
    agents: list[AgentState] = []
    contacts: list[Contact] = []


class Resync(Struct, frozen=True, kw_only=True, tag_field="type", tag="resync"):
    """Too much was missed to send it one by one: read everything again; go on from `seq`."""

    seq: int


class ErrorFrame(Struct, frozen=True, kw_only=True, tag_field="type", tag="error"):
    """A frame was refused; the connection stays up."""

    code: str
    message: str
    id: str = ""
    field: str = ""
    retry_after: float | None = None


class Bye(Struct, frozen=True, kw_only=True, tag_field="type", tag="bye"):
    """The hub closes the connection; come back after so many seconds."""

    retry_after: float
    reason: str = ""


class Pong(Struct, frozen=True, kw_only=True, tag_field="type", tag="pong"):
    """I am here."""


RECORDS_STAY = frozenset(
    {
        EventKind.SETTINGS_CHANGED,
        EventKind.RECORDING_CHANGED,
        EventKind.CONVERSATION_ERASED,
        EventKind.CONTACT_ERASED,
    }
)
"""Their records are not sent: those of settings and recordings hold secrets, what was erased nobody reads."""

WHOLE_IN_DATA = frozenset({EventKind.WORK_CHANGED, EventKind.OFFER_CHANGED, EventKind.AGENT_CHANGED})
"""Their events repeat the record, which a frame has beside the event."""

SUBJECTS: Mapping[EventKind, type[Record]] = {
    EventKind.MESSAGE_ADDED: Message,
    EventKind.MESSAGE_CHANGED: Message,
    EventKind.CONVERSATION_OPENED: Conversation,
    EventKind.CONVERSATION_CHANGED: Conversation,
    EventKind.CONVERSATION_RESOLVED: Conversation,
    EventKind.CONVERSATION_MERGED: Conversation,
    EventKind.CONVERSATION_SPLIT: Conversation,
    EventKind.CONVERSATION_ERASED: Conversation,
    EventKind.INTERACTION_STARTED: Interaction,
    EventKind.INTERACTION_CHANGED: Interaction,
    EventKind.INTERACTION_ENDED: Interaction,
    EventKind.INTERACTION_RATED: Interaction,
    EventKind.CALL_CHANGED: Call,
    EventKind.WORK_CHANGED: WorkItem,
    EventKind.OFFER_CHANGED: Offer,
    EventKind.AGENT_CHANGED: AgentState,
    EventKind.CONTACT_CHANGED: Contact,
    EventKind.CONTACT_MERGED: Contact,
    EventKind.CONTACT_ERASED: Contact,
    EventKind.ARTICLE_CHANGED: Article,
    EventKind.ARTICLE_DUE: Article,
    EventKind.ARTICLE_COMMENTED: ArticleComment,
    EventKind.FEEDBACK_GIVEN: Feedback,
    EventKind.GAP_CHANGED: Gap,
    EventKind.FLOW_CHANGED: Flow,
}
"""What the subject of an event is; settings are not sent."""

encode = msgspec.json.encode


def shown(interaction: Interaction) -> Interaction:
    """Return an interaction as staff may see it: what a bot remembers may hold a customer's secrets."""
    return interaction if interaction.memory is None else replace(interaction, memory=None)


def change_frame(event: Event, record: Record | None) -> bytes:
    """Return a change as a frame, made once for everybody who gets it."""
    if event.kind in RECORDS_STAY:
        record = None
    if isinstance(record, Interaction):
        record = shown(record)
    if record is not None and event.kind in WHOLE_IN_DATA:
        event = replace(event, data={})
    body = b"null" if record is None else encode(record)
    return b'{"type":"change","event":' + encode(event) + b',"record":' + body + b"}"


def error_frame(error: HubError, id: str = "") -> ErrorFrame:
    """Return an error as a frame."""
    return ErrorFrame(
        code=error.code,
        message=error.message,
        id=id,
        field=getattr(error, "field", ""),
        retry_after=getattr(error, "retry_after", None),
    )


def mentions_of(change: Change) -> list[str]:
    """Return the staff a message mentions, who hear of it wherever they are."""
    if change.event.kind is EventKind.MESSAGE_ADDED and isinstance(change.record, Message):
        return change.record.mentions
    return []


def frame_id(raw: Any) -> str:
    """Return the id of a frame that could not be read, if it has one."""
    value = raw.get("id") if isinstance(raw, dict) else None
    return value if isinstance(value, str) and len(value) <= 64 else ""
