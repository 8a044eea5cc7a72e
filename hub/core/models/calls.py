"""Telephone calls: who is in them, where their media are, how far a node's reports were taken."""

from datetime import datetime
from enum import StrEnum

from hub.core.models.conversations import Direction
from hub.core.records import Record, Value


class CallState(StrEnum):
    """How far a call has got."""

    RINGING = "ringing"
    UP = "up"
    ENDED = "ended"


class PartyKind(StrEnum):
    """What somebody is in a call, besides the caller."""

    AGENT = "agent"  # who has the work
    COLLEAGUE = "colleague"  # whom the agent asked to come
    NUMBER = "number"  # a telephone outside that we called
    SUPERVISOR = "supervisor"


class PartyState(StrEnum):
    """Whether somebody is in the call yet."""

    RINGING = "ringing"
    CONNECTED = "connected"


class PartyRole(StrEnum):
    """What a party may do in a call."""

    TALK = "talk"  # hears all, and all hear it
    LISTEN = "listen"  # hears all, and nobody hears it
    WHISPER = "whisper"  # hears all, and only the agent who has the work hears it


class Party(Value, frozen=True, kw_only=True):
    """Somebody in a call besides its caller. `id` is what the node calls them: of staff, their own id.

    `by` is the agent who had them called. `instead` says that they get the caller once they answer, and
    nobody else is with the caller meanwhile (blind transfer).
    """

    id: str
    kind: PartyKind
    staff: str = ""
    name: str = ""
    number: str = ""  # E.164 of a telephone outside, also of an agent's own
    state: PartyState = PartyState.RINGING
    role: PartyRole = PartyRole.TALK
    muted: bool = False
    held: bool = False
    silent: bool = False  # nothing comes from their side of the line
    by: str = ""
    instead: bool = False
    since: datetime
    connected_at: datetime | None = None


class Gone(Value, frozen=True, kw_only=True):
    """Who was the last to leave a call, or did not come to it: `cause` is a Cause, or "declined"."""

    id: str
    kind: PartyKind
    name: str
    cause: str


class Taping(Value, frozen=True, kw_only=True):
    """Whether the call is recorded, and whether it pauses."""

    on: bool
    paused: bool = False


class Call(Record, frozen=True, kw_only=True):
    """One telephone call. `remote` and `called` are as the network gave them, `number` is the caller's.

    Its id is the node's for calls that come in, ours for the others. Between colleagues there is no
    conversation, interaction and entry point, and the caller is who called: `caller_staff`.
    """

    node: str
    interaction: str
    conversation: str
    entry_point: str
    direction: Direction
    remote: str
    called: str
    state: CallState = CallState.RINGING
    started_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    cause: str = ""  # a voice.reports.Cause
    number: str = ""  # E.164; empty where it is withheld or none
    call_back: str = ""  # E.164: where a caller who shows no number wants to be called back
    caller_staff: str = ""
    by: str = ""  # the agent who placed a call of ours
    held: bool = False  # the caller hears music
    silent: bool = False  # nothing comes from the caller's side of the line
    parties: list[Party] = []
    gone: Gone | None = None
    taping: Taping | None = None


class NodeReports(Record, frozen=True, kw_only=True):
    """A voice node, and the number of the last report that was taken from it. Its id is the node's name."""

    taken: int = 0
