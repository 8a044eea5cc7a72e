"""What the widget may say: one Struct per command, decoded and checked in one step."""

import re
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from hub.core.errors import InvalidInput

Id = Annotated[str, Meta(min_length=1, max_length=64, pattern=r"^[0-9A-Za-z_-]+$")]
Language = Annotated[str, Meta(max_length=20, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$|^$")]
Seq = Annotated[int, Meta(ge=0, le=2**53)]
Offer = Annotated[str, Meta(min_length=1, max_length=20_000)]
Text = Annotated[str, Meta(max_length=100_000)]  # the configured limit is checked where it is known

_FIELD = re.compile(r" - at `\$\.?(.*)`$")
_MISSING = re.compile(r"(?:missing required field|unknown field) `(.+?)`")


class Command(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="type"):
    """Anything the widget says."""


class Hello(Command, frozen=True, kw_only=True, tag="hello"):
    """The first frame: who this is and what it has seen, of which conversation."""

    visitor: Annotated[str, Meta(max_length=2000)] | None = None
    identity: Annotated[str, Meta(max_length=8000)] | None = None
    language: Language = ""
    last_seq: Seq = 0
    conversation: Id | None = None
    call: Id | None = None  # the call it is in


class Send(Command, frozen=True, kw_only=True, tag="send"):
    """A message; `id` is the widget's own and makes sending it again harmless."""

    id: Id
    text: Text = ""
    files: Annotated[list[Id], Meta(max_length=10)] = []
    value: Annotated[str, Meta(max_length=1000)] | None = None


class Typing(Command, frozen=True, kw_only=True, tag="typing"):
    """The customer began or stopped typing."""

    on: bool


class Delivered(Command, frozen=True, kw_only=True, tag="delivered"):
    """Everything up to `seq` has reached the widget."""

    seq: Seq


class Read(Command, frozen=True, kw_only=True, tag="read"):
    """Everything up to `seq` was seen."""

    seq: Seq


class Person(Command, frozen=True, kw_only=True, tag="person"):
    """The customer wants to talk to a person."""


class Feedback(Command, frozen=True, kw_only=True, tag="feedback"):
    """Whether an answer helped."""

    message: Id
    helpful: bool


class Rate(Command, frozen=True, kw_only=True, tag="rate"):
    """What the customer thought of the service."""

    score: Annotated[int, Meta(ge=1, le=5)]
    comment: Annotated[str, Meta(max_length=2000)] = ""


class Transcript(Command, frozen=True, kw_only=True, tag="transcript"):
    """Please send me what was said."""

    email: Annotated[str, Meta(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")]


class End(Command, frozen=True, kw_only=True, tag="end"):
    """The customer is done."""


class SetLanguage(Command, frozen=True, kw_only=True, tag="language"):
    """The customer chose another language."""

    language: Language


class History(Command, frozen=True, kw_only=True, tag="history"):
    """Messages older than `before`, please."""

    before: Seq


class Link(Command, frozen=True, kw_only=True, tag="link"):
    """A fresh download address for a file, please; they are short-lived."""

    file: Id
    message: Id


class PlaceCall(Command, frozen=True, kw_only=True, tag="call"):
    """Call the number behind this chat: the browser's offer (SDP, RFC 8829), with all its candidates."""

    id: Id
    offer: Offer


class HangUp(Command, frozen=True, kw_only=True, tag="hang_up"):
    """End the call."""


class Ping(Command, frozen=True, kw_only=True, tag="ping"):
    """Are you there?"""


AnyCommand = (
    Hello
    | Send
    | Typing
    | Delivered
    | Read
    | Person
    | Feedback
    | Rate
    | Transcript
    | End
    | SetLanguage
    | History
    | Link
    | PlaceCall
    | HangUp
    | Ping
)

_decoder: msgspec.json.Decoder[AnyCommand] = msgspec.json.Decoder(AnyCommand)


def decode(frame: str) -> AnyCommand:
    """Return the command; raise InvalidInput naming the field that is wrong."""
    try:
        return _decoder.decode(frame)
    except msgspec.ValidationError as error:
        message = str(error)
        raise InvalidInput(f"{message}.", field=_field(message)) from None
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise InvalidInput("The frame is not valid JSON. Send one JSON object per frame.") from None


def claimed_id(frame: str) -> str | None:
    """Return the `id` of a frame that could not be decoded, so that the widget knows which one failed."""
    try:
        raw: Any = msgspec.json.decode(frame)
    except (msgspec.MsgspecError, RecursionError, UnicodeError):
        return None
    found = raw.get("id") if isinstance(raw, dict) else None
    return found if isinstance(found, str) and len(found) <= 64 else None


def _field(message: str) -> str:
    """Return the path of the field a msgspec message is about."""
    at = _FIELD.search(message)
    path = at[1] if at else ""
    missing = _MISSING.search(message)
    return ".".join(part for part in (path, missing[1] if missing else "") if part)
