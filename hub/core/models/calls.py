"""Telephone calls: which interaction each is, where its media are, how far a node's reports were taken."""

from datetime import datetime
from enum import StrEnum

from hub.core.models.conversations import Direction
from hub.core.records import Record


class CallState(StrEnum):
    """How far a call has got."""

    RINGING = "ringing"
    UP = "up"
    ENDED = "ended"


class Call(Record, frozen=True, kw_only=True):
    """One telephone call. Its id is the node's; `remote` and `called` are as the network gave them."""

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
    cause: str = ""  # a voice.messages.Cause


class NodeReports(Record, frozen=True, kw_only=True):
    """A voice node, and the number of the last report that was taken from it. Its id is the node's name."""

    taken: int = 0
