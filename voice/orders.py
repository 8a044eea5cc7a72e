"""What the hub orders a voice node to do in a call: tagged structs of the link (voice.messages).

Each carries an id, so that one that comes twice is carried out once.
"""

from hub.core.models.calls import PartyRole
from hub.core.records import Value

CALLER = ""
"""The party that the call is about: who called us, or whom we called. All others have names of the hub's."""


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


class HangUp(Order, frozen=True, kw_only=True, tag="hang_up"):
    """End the call; with `after_speech`, once everything was said."""

    after_speech: bool = False


class Wait(Order, frozen=True, kw_only=True, tag="wait"):
    """Let the caller hear music while nothing is said, or nothing any more."""

    music: bool


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
    role: PartyRole = PartyRole.TALK
    to: str = ""  # whom it whispers to


class Dial(Order, frozen=True, kw_only=True, tag="dial"):
    """Call somebody and let them in once they answer. Answered by Connected or Left."""

    party: str
    uri: str
    caller: str = ""
    trunk: str = ""
    ring_for: float = 45.0


class Leave(Order, frozen=True, kw_only=True, tag="leave"):
    """Let a party go; the others stay."""

    party: str


class Part(Order, frozen=True, kw_only=True, tag="part"):
    """What a party may do from now on."""

    party: str
    role: PartyRole
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
    | HangUp
    | Wait
    | Place
    | Take
    | Join
    | Dial
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
