"""Recordings as the desk shows them: never with their keys."""

from datetime import datetime

from hub.core.models.conversations import AuthorKind, Message
from hub.core.models.recordings import Recording, RecordingKind, RecordingState
from hub.desk.views import View

LETTERS_A_SECOND = 15.0
"""How quickly people speak, for messages of which nobody noted when they were spoken."""


class LineView(View, frozen=True, kw_only=True):
    """From when to when a message was spoken, in seconds from the beginning."""

    message: str
    begun: float
    ended: float


class PauseView(View, frozen=True, kw_only=True):
    """From when to when nothing was recorded, in seconds."""

    begun: float
    ended: float


class RecordingView(View, frozen=True, kw_only=True):
    """A recording. `message` is the one in the conversation, of a message that a caller left.

    `may_hear`: yours to listen to. `complete` is false when its end was lost, `fault` says why.
    """

    id: str
    kind: RecordingKind
    state: RecordingState
    conversation: str
    call: str
    number: str
    agents: list[str]
    queue: str
    started_at: datetime
    seconds: float
    paused: bool
    pauses: list[PauseView]
    lines: list[LineView]
    text: str
    message: str
    fault: str
    complete: bool
    keep_until: datetime | None
    may_hear: bool


class Waveform(View, frozen=True, kw_only=True):
    """How loud a recording is, in equal steps from its beginning to its end; each 0 to 255."""

    seconds: float
    caller: list[int]
    others: list[int]


def recording_view(recording: Recording, messages: list[Message], *, may_hear: bool) -> RecordingView:
    """Return a recording with the times of these messages, as far as they were spoken in it."""
    return RecordingView(
        id=recording.id,
        kind=recording.kind,
        state=recording.state,
        conversation=recording.conversation,
        call=recording.call,
        number=recording.number,
        agents=recording.agents,
        queue=recording.queue,
        started_at=recording.started_at,
        seconds=recording.seconds,
        paused=recording.paused,
        pauses=[PauseView(begun=begun, ended=ended) for begun, ended in recording.pauses],
        lines=_lines(recording, messages),
        text=recording.text,
        message=recording.message,
        fault=recording.fault,
        complete=recording.complete,
        keep_until=recording.keep_until,
        may_hear=may_hear,
    )


def waveform(recording: Recording) -> Waveform:
    """Return how loud a recording is."""
    caller, others = recording.levels or [b"", b""]
    return Waveform(seconds=recording.seconds, caller=list(caller), others=list(others))


def _lines(recording: Recording, messages: list[Message]) -> list[LineView]:
    known = {line.message: line for line in recording.lines}
    lines = [LineView(message=one.message, begun=one.begun, ended=one.ended) for one in recording.lines]
    for message in messages:
        if message.id not in known and message.interaction == recording.interaction and not message.notice:
            lines += _guessed(recording, message)
    return sorted(lines, key=lambda line: line.begun)


def _guessed(recording: Recording, message: Message) -> list[LineView]:
    """Say about when a message was spoken of which nobody noted it: what people said ended as it came in."""
    at = (message.at - recording.started_at).total_seconds()
    lasts = max(1.0, len(message.text) / LETTERS_A_SECOND)
    theirs = message.author.kind is AuthorKind.CONTACT or message.author.kind is AuthorKind.AGENT
    begun = max(0.0, at - lasts if theirs else at)
    if recording.kind is not RecordingKind.CALL or not message.text or not 0 <= at < recording.seconds:
        return []
    return [
        LineView(
            message=message.id, begun=round(begun, 2), ended=round(min(begun + lasts, recording.seconds), 2)
        )
    ]
