"""Recordings of calls, and messages that callers left."""

from datetime import datetime
from enum import StrEnum

from hub.core.records import Record, Value


class RecordingKind(StrEnum):
    """What was recorded."""

    CALL = "call"
    MESSAGE = "message"  # left by a caller (voicemail)


class RecordingState(StrEnum):
    """How far a recording has got on its way here."""

    RECORDING = "recording"
    CLOSED = "closed"  # over, and on its way
    STORED = "stored"
    EMPTY = "empty"  # nothing was said, and nothing will come


class RecordedLine(Value, frozen=True, kw_only=True):
    """From when to when a message of the conversation was spoken, in seconds from the beginning."""

    message: str
    begun: float
    ended: float


class Recording(Record, frozen=True, kw_only=True):
    """One recording. Its bytes are a tape (hub.core.tape); `key` is wrapped by the installation's secret.

    `levels` are how loud the caller and the others were, in equal steps, each 0 to 255. `interaction`,
    `number` (E.164 of the other side) and `agents` (who spoke) are what it is found by, besides its
    conversation; a work item's is found by its interaction.
    """

    kind: RecordingKind
    state: RecordingState = RecordingState.RECORDING
    call: str
    conversation: str
    interaction: str
    entry_point: str
    queue: str = ""
    number: str = ""
    agents: list[str] = []
    started_at: datetime
    seconds: float = 0.0
    paused: bool = False
    pauses: list[tuple[float, float]] = []  # from and to, in seconds
    lines: list[RecordedLine] = []
    levels: list[bytes] = []  # caller, others
    text: str = ""  # of a message: what was understood
    message: str = ""  # of a message: the one in the conversation
    fault: str = ""  # why the rest of the call is missing
    complete: bool = True  # False: the node failed in the middle
    file: str = ""  # a StoredFile, once it is stored
    key: bytes
    keep_until: datetime | None = None  # None: for ever
