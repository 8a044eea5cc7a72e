"""What the server says to the widget: one Struct per frame."""

from datetime import datetime
from typing import Literal

import msgspec
from msgspec import Struct, field

from hub.core.models.conversations import Choice

Handler = Literal["bot", "waiting", "agent", "none"]
"""Who speaks for us."""

_encoder = msgspec.json.Encoder()


class Frame(Struct, frozen=True, kw_only=True, tag_field="type"):
    """Anything the server says."""


class FileView(Struct, frozen=True, kw_only=True):
    """A file of a message; `url` is a path of this server and is valid for an hour."""

    id: str
    name: str
    type: str
    size: int
    url: str


class Source(Struct, frozen=True, kw_only=True):
    """The saved version of an article that an answer rests on."""

    article: str
    revision: int
    title: str


class MessageFrame(Frame, frozen=True, kw_only=True, tag="message"):
    """One message as the customer sees it."""

    seq: int
    id: str
    sender: Literal["me", "agent", "bot", "system"] = field(name="from")
    name: str
    text: str
    format: str
    html: str
    at: datetime
    files: list[FileView]
    choices: list[Choice]
    citations: list[Source]
    feedback: bool | None = None
    client_id: str | None = None
    delivery: str
    notice: str = ""
    vars: dict[str, str] = {}


class Entry(Struct, frozen=True, kw_only=True):
    """Where the customer came in, in their language."""

    name: str
    greeting: str
    open: bool
    opens_at: datetime | None
    closed_text: str
    help: str = ""  # path of the help centre in the customer's language, empty when there is none


class EntryFrame(Frame, frozen=True, kw_only=True, tag="entry"):
    """The entry point's texts again, after a change of language."""

    entry: Entry
    language: str


class Limits(Struct, frozen=True, kw_only=True):
    """What the server will refuse."""

    text: int
    file_bytes: int
    file_types: list[str]


class State(Frame, frozen=True, kw_only=True, tag="state"):
    """Who speaks for us, the place in line, and what the customer may do now."""

    handler: Handler
    position: int | None = None
    wait_seconds: int | None = None
    agent: str | None = None
    open: bool = True
    opens_at: datetime | None = None
    rate: bool = False
    ended: bool = False
    calls: bool = False  # whether we can be called from here


class Welcome(Frame, frozen=True, kw_only=True, tag="welcome"):
    """The answer to hello."""

    visitor: str
    name: str
    conversation: str | None
    language: str
    entry: Entry
    limits: Limits
    resumed: bool  # what was missed follows as message frames; `messages` is empty
    messages: list[MessageFrame]
    last_seq: int
    read_seq: int
    more: bool
    state: State


class Ack(Frame, frozen=True, kw_only=True, tag="ack"):
    """The message with this client id is stored for good."""

    id: str
    seq: int
    at: datetime


class ReceiptFrame(Frame, frozen=True, kw_only=True, tag="receipt"):
    """Own messages up to `seq` have come this far."""

    seq: int
    delivery: str


class TypingFrame(Frame, frozen=True, kw_only=True, tag="typing"):
    """Somebody on our side began or stopped typing."""

    on: bool
    name: str


class HistoryFrame(Frame, frozen=True, kw_only=True, tag="history"):
    """Older messages, oldest first."""

    messages: list[MessageFrame]
    more: bool


class LinkFrame(Frame, frozen=True, kw_only=True, tag="link"):
    """A fresh download address."""

    file: str
    url: str


class Placed(Frame, frozen=True, kw_only=True, tag="placed"):
    """The call with this client id has begun; `answer` (SDP) is for the browser."""

    id: str
    call: str
    answer: str


class CallFrame(Frame, frozen=True, kw_only=True, tag="call"):
    """How the call stands, and with whom the customer speaks."""

    call: str
    state: Literal["ringing", "up", "ended"]
    handler: Handler = "none"
    position: int | None = None
    wait_seconds: int | None = None
    agent: str | None = None


class Caption(Frame, frozen=True, kw_only=True, tag="caption"):
    """Something said in the call: what was understood, or what is spoken; each choice with its key."""

    call: str
    id: str
    sender: Literal["me", "agent", "bot", "system"] = field(name="from")
    text: str
    choices: list[Choice]
    notice: str = ""
    vars: dict[str, str] = {}


class Done(Frame, frozen=True, kw_only=True, tag="done"):
    """A command without another answer was carried out."""

    command: str


class ErrorFrame(Frame, frozen=True, kw_only=True, tag="error", omit_defaults=True):
    """A command was refused; the connection stays up."""

    code: str
    message: str
    field: str = ""
    id: str | None = None
    retry_after: float | None = None


class Bye(Frame, frozen=True, kw_only=True, tag="bye"):
    """The server goes away; come back after so many seconds."""

    retry_after: float


class Pong(Frame, frozen=True, kw_only=True, tag="pong"):
    """Here."""


def encode(frame: Frame) -> bytes:
    """Return the frame as JSON."""
    return _encoder.encode(frame)
