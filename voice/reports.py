"""What a voice node reports of its calls: tagged structs of the link (voice.messages).

Reports carry a running number, and are repeated after a broken connection until the hub has taken them.
Times are the node's, aware, in UTC. Numbers and URIs are as the network gave them.
"""

from datetime import datetime
from enum import StrEnum

from hub.core.records import Value
from voice.orders import CALLER


class Cause(StrEnum):
    """Why a leg ended, or was not connected."""

    NORMAL = "normal"
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    FAILED = "failed"
    TRANSFERRED = "transferred"


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
