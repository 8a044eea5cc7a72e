"""Frames of the live socket: JSON texts with a `type`."""

from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from hub.core.errors import HubError
from hub.core.events import Change, Event, EventKind
from hub.core.models.conversations import Conversation, Message
from hub.core.records import Record
from hub.desk.views import Me

Id = Annotated[str, Meta(max_length=64)]


class Frame(Struct, frozen=True, kw_only=True, tag_field="type", forbid_unknown_fields=True):
    """A frame from the browser; errors about it carry its `id`."""

    id: Id = ""


class Hello(Frame, frozen=True, kw_only=True, tag="hello"):
    """First frame: what the browser saw last, and what it is looking at."""

    last_seq: int | None = None
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


class Rows(Struct, frozen=True, kw_only=True, tag_field="type", tag="rows"):
    """Conversations that got messages: what lists show of them. Not numbered, for each is whole."""

    conversations: list[Conversation]


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


SETTINGS_RECORDS_STAY = frozenset({EventKind.SETTINGS_CHANGED})
"""Their records may hold secrets, and whoever needs one may read it through the API."""

encode = msgspec.json.encode


def change_frame(event: Event, record: Record | None) -> bytes:
    """Return a change as a frame, made once for everybody who gets it."""
    if event.kind in SETTINGS_RECORDS_STAY:
        record = None
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
