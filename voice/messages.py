"""What a voice node and the hub tell each other: JSON texts over one WebSocket, each a tagged struct.

The node has the media, the hub has the conversation. Reports of the node carry a running number and are
repeated after a broken connection until the hub has taken them; orders of the hub carry an id, so that one
that comes twice is carried out once. Times are the node's, aware, in UTC. Numbers and URIs are as the
network gave them: the hub brings them into form.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from hub.core.records import Value


class Cause(StrEnum):
    """Why a leg ended, or was not connected."""

    NORMAL = "normal"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    TRANSFERRED = "transferred"


class Listen(Value, frozen=True, kw_only=True):
    """What the caller is expected to say or press next.

    `words` are what is likely to be said (menu entries, yes and no); `digits` is the most keys an answer
    has, 0 where keys are none; `end_key` ends them earlier. `barge_in` lets the caller interrupt.
    """

    kind: str = "text"  # a hub.core.models.data.FieldType
    words: list[str] = []
    digits: int = 0
    end_key: str = "#"
    barge_in: bool = True


# --- orders: the hub to the node ------------------------------------------------------------------------


class Order(Value, frozen=True, kw_only=True, tag_field="type"):
    """Something to do in a call. `id` is its own; what is known by it is not done twice."""

    id: str
    call: str


class Answer(Order, frozen=True, kw_only=True, tag="answer"):
    """Take the call; `language` is what is spoken in it until another order says otherwise."""

    language: str


class Speak(Order, frozen=True, kw_only=True, tag="speak"):
    """Say a text to the caller after what is being said, and then listen. Answered by Spoken."""

    text: str
    language: str
    listen: Listen = Listen()


class Silence(Order, frozen=True, kw_only=True, tag="silence"):
    """Stop what is being said, and forget what was to be said."""


class HangUp(Order, frozen=True, kw_only=True, tag="hang_up"):
    """End the call; with `after_speech`, once everything was said."""

    after_speech: bool = False


class Wait(Order, frozen=True, kw_only=True, tag="wait"):
    """Let the caller hear music while nothing is said, or nothing any more."""

    music: bool


class Join(Order, frozen=True, kw_only=True, tag="join"):
    """Let an agent into the call: `offer` is their browser's (SDP). Answered by Joined."""

    agent: str
    offer: str


class Leave(Order, frozen=True, kw_only=True, tag="leave"):
    """Let an agent go; the caller stays."""

    agent: str


class Mute(Order, frozen=True, kw_only=True, tag="mute"):
    """Let nobody hear an agent, or everybody again."""

    agent: str
    on: bool


class Hold(Order, frozen=True, kw_only=True, tag="hold"):
    """Let the caller hear music and nobody else, and nobody the caller; or take them back."""

    on: bool


Orders = Answer | Speak | Silence | HangUp | Wait | Join | Leave | Mute | Hold


class Welcome(Value, frozen=True, kw_only=True, tag_field="type", tag="welcome"):
    """The hub's first word: up to which report it has what this node said."""

    taken: int


class Taken(Value, frozen=True, kw_only=True, tag_field="type", tag="taken"):
    """The hub has all reports up to this number."""

    number: int


FromHub = Orders | Welcome | Taken


# --- reports: the node to the hub -----------------------------------------------------------------------


class Report(Value, frozen=True, kw_only=True, tag_field="type"):
    """Something that happened in a call."""

    number: int = 0  # given by the link
    call: str
    at: datetime


class Ringing(Report, frozen=True, kw_only=True, tag="ringing"):
    """A call came in and waits to be taken. `caller` is empty where it is withheld."""

    caller: str
    called: str
    name: str = ""


class Answered(Report, frozen=True, kw_only=True, tag="answered"):
    """Audio flows."""


class Heard(Report, frozen=True, kw_only=True, tag="heard"):
    """The caller's turn ended: what was understood, and how sure that is (0 to 1)."""

    text: str
    language: str
    confidence: float


class Pressed(Report, frozen=True, kw_only=True, tag="pressed"):
    """The caller's keys, once they are complete."""

    keys: str


class Nothing(Report, frozen=True, kw_only=True, tag="nothing"):
    """The caller said nothing in time, or nothing that could be understood."""

    understood: bool  # False: there was a voice, and no words came of it


class Spoken(Report, frozen=True, kw_only=True, tag="spoken"):
    """A Speak order is over: what of its text was really heard by the caller."""

    order: str
    text: str
    complete: bool


class Joined(Report, frozen=True, kw_only=True, tag="joined"):
    """A Join order's answer (SDP) for the browser; `error` says why there is none."""

    order: str
    agent: str
    answer: str = ""
    error: str = ""


class Connected(Report, frozen=True, kw_only=True, tag="connected"):
    """An agent and the caller hear each other."""

    agent: str


class Left(Report, frozen=True, kw_only=True, tag="left"):
    """An agent's audio is gone: they left, or were cut off."""

    agent: str
    cause: Cause


class Ended(Report, frozen=True, kw_only=True, tag="ended"):
    """The call is over."""

    cause: Cause


Reports = Ringing | Answered | Heard | Pressed | Nothing | Spoken | Joined | Connected | Left | Ended


class Hello(Value, frozen=True, kw_only=True, tag_field="type", tag="hello"):
    """The node's first word: who it is, and the calls it has now."""

    node: str
    calls: list[str] = []


FromNode = Reports | Hello

to_node = msgspec.json.Decoder(FromHub)
to_hub = msgspec.json.Decoder(FromNode)


def encode(message: Value) -> str:
    """Return a message as the text that crosses the link."""
    return msgspec.json.encode(message).decode()
