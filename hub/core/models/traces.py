"""What a bot did in a turn, step by step: to be looked at, and to be taken again the same way."""

from datetime import datetime

from hub.core.bots import TraceStep, TurnKind
from hub.core.models.contacts import Channel
from hub.core.models.data import Field
from hub.core.records import Record


class TurnTrace(Record, frozen=True, kw_only=True):
    """A turn's steps and what it began with. Its id is the turn's: the customer's message, or the entry.

    What the customer wrote is in that message; `value` is the choice they pressed.
    """

    conversation: str
    interaction: str
    bot: str
    kind: TurnKind
    at: datetime
    value: str = ""
    language: str = ""
    channel: Channel = Channel.CHAT
    given: list[Field] = []
    steps: list[TraceStep]
