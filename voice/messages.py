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

CALLER = ""
"""The party that the call is about: who called us, or whom we called. All others have names of the hub's."""


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
    whole: bool = False  # nobody can interrupt it: what callers must be told


class Silence(Order, frozen=True, kw_only=True, tag="silence"):
    """Stop what is being said, and forget what was to be said."""


class HangUp(Order, frozen=True, kw_only=True, tag="hang_up"):
    """End the call; with `after_speech`, once everything was said."""

    after_speech: bool = False


class Wait(Order, frozen=True, kw_only=True, tag="wait"):
    """Let the caller hear music while nothing is said, or nothing any more."""

    music: bool


class Role(StrEnum):
    """What a party may do in a call."""

    TALK = "talk"  # hears all, and all hear it
    LISTEN = "listen"  # hears all, and nobody hears it
    WHISPER = "whisper"  # hears all, and only those it whispers to hear it


class Place(Order, frozen=True, kw_only=True, tag="place"):
    """Begin a call by calling somebody: they become its caller. Answered by Answered or Ended.

    `uri` is what is dialled (SIP); `caller` the number that is shown, `trunk` the trunk it goes out by
    (empty: the only one, or directly).
    """

    uri: str
    caller: str = ""
    trunk: str = ""
    ring_for: float = 45.0
    language: str = "en"


class Take(Order, frozen=True, kw_only=True, tag="take"):
    """Begin a call with a customer's browser: `offer` is its (SDP). Answered by Joined for the caller."""

    offer: str
    called: str  # the entry point's key
    language: str = "en"


class Join(Order, frozen=True, kw_only=True, tag="join"):
    """Let somebody's browser into the call: `offer` is its (SDP). Answered by Joined."""

    party: str
    offer: str
    role: Role = Role.TALK
    to: str = ""  # whom it whispers to


class Dial(Order, frozen=True, kw_only=True, tag="dial"):
    """Call somebody and let them in once they answer. Answered by Connected or Left."""

    party: str
    uri: str
    caller: str = ""
    trunk: str = ""
    ring_for: float = 45.0


class Play(Order, frozen=True, kw_only=True, tag="play"):
    """Say something to one party only, whoever else is in the call."""

    party: str
    text: str
    language: str


class Leave(Order, frozen=True, kw_only=True, tag="leave"):
    """Let a party go; the others stay."""

    party: str


class Part(Order, frozen=True, kw_only=True, tag="part"):
    """What a party may do from now on."""

    party: str
    role: Role
    to: str = ""


class Mute(Order, frozen=True, kw_only=True, tag="mute"):
    """Let nobody hear a party, or everybody again."""

    party: str
    on: bool


class Hold(Order, frozen=True, kw_only=True, tag="hold"):
    """Let a party hear music and nobody else, and nobody that party; or take it back."""

    party: str = CALLER
    on: bool


class Dialpad(Order, frozen=True, kw_only=True, tag="dialpad"):
    """Press keys towards a party."""

    party: str = CALLER
    keys: str


class Transfer(Order, frozen=True, kw_only=True, tag="transfer"):
    """Have the caller's network call somebody else (REFER, RFC 3515); the call ends here when it does."""

    uri: str


class Transcribe(Order, frozen=True, kw_only=True, tag="transcribe"):
    """Tell what people say to each other (Heard, with its party), or not any more."""

    on: bool


class Record(Order, frozen=True, kw_only=True, tag="record"):
    """Record the call from now on: the caller on the left, all others on the right. Answered by Recorded.

    `key` encrypts it from its first byte (base64, 32 bytes); the hub alone keeps it.
    """

    recording: str
    key: str


class PauseRecording(Order, frozen=True, kw_only=True, tag="pause_recording"):
    """Record silence while a card's number is said, or speech again."""

    on: bool


class TakeMessage(Order, frozen=True, kw_only=True, tag="take_message"):
    """After what is being said, sound a tone and record what the caller leaves. Answered by Recorded.

    It ends with #, with the call, after a long silence or after `longest` seconds.
    """

    recording: str
    key: str
    longest: float = 180.0


Orders = (
    Answer
    | Speak
    | Silence
    | HangUp
    | Wait
    | Place
    | Take
    | Join
    | Dial
    | Play
    | Leave
    | Part
    | Mute
    | Hold
    | Dialpad
    | Transfer
    | Transcribe
    | Record
    | PauseRecording
    | TakeMessage
)


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
    """A turn ended: what was understood, and how sure that is (0 to 1). With the bot, it is the caller's."""

    party: str = CALLER
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
    """The answer (SDP) for a browser that was let in by Join or Take; `error` says why there is none."""

    order: str
    party: str
    answer: str = ""
    error: str = ""
    cause: Cause = Cause.FAILED  # of an error


class Connected(Report, frozen=True, kw_only=True, tag="connected"):
    """A party's audio is in the call."""

    party: str


class Left(Report, frozen=True, kw_only=True, tag="left"):
    """A party's audio is gone: they left, were cut off, or did not answer."""

    party: str
    cause: Cause


class Silent(Report, frozen=True, kw_only=True, tag="silent"):
    """No audio comes from a party (its packets do not arrive), or it comes again."""

    party: str = CALLER
    on: bool


class Recorded(Report, frozen=True, kw_only=True, tag="recorded"):
    """A recording is closed and on its way; `text` is what was understood of a message that was left.

    Of a message that nobody left, `seconds` is 0 and nothing is on its way.
    """

    recording: str
    seconds: float
    text: str = ""
    pauses: list[tuple[float, float]] = []  # from and to, in seconds
    fault: str = ""  # why the rest was not recorded; the call goes on


class NotTransferred(Report, frozen=True, kw_only=True, tag="not_transferred"):
    """The caller's network did not transfer: the call goes on here."""

    cause: Cause


class Ended(Report, frozen=True, kw_only=True, tag="ended"):
    """The call is over."""

    cause: Cause


Reports = (
    Ringing
    | Answered
    | Heard
    | Pressed
    | Nothing
    | Spoken
    | Joined
    | Connected
    | Left
    | Silent
    | Recorded
    | NotTransferred
    | Ended
)


class Hello(Value, frozen=True, kw_only=True, tag_field="type", tag="hello"):
    """The node's first word: who it is, and the calls it has now."""

    node: str
    calls: list[str] = []


class Sample(Value, frozen=True, kw_only=True):
    """One figure: `name` may be its family's with an ending, as _bucket."""

    name: str
    labels: dict[str, str] = {}
    value: float


class Family(Value, frozen=True, kw_only=True):
    """Figures of one name; `kind` is counter, gauge, histogram or summary, as Prometheus has them."""

    name: str
    help: str
    kind: str
    samples: list[Sample]


class Figures(Value, frozen=True, kw_only=True, tag_field="type", tag="figures"):
    """What the node counted so far, and what is now. Neither numbered nor kept: the next ones say more."""

    families: list[Family]


FromNode = Reports | Hello | Figures

to_node = msgspec.json.Decoder(FromHub)
to_hub = msgspec.json.Decoder(FromNode)


def encode(message: Value) -> str:
    """Return a message as the text that crosses the link."""
    return msgspec.json.encode(message).decode()
