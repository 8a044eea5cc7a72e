"""What a bot gets and gives. A bot knows no channel and no store: text in, a turn out."""

from typing import Protocol

from hub.core.models.conversations import BotMemory, Choice, Citation
from hub.core.models.work import Requirement
from hub.core.records import Value

PERSON = "person"
"""The value of a choice that asks for a person; the runner acts on it before any bot sees it."""


class TurnInput(Value, frozen=True, kw_only=True):
    """What the customer said and what is known. `value` is the choice they pressed, if they did."""

    conversation: str
    interaction: str
    text: str
    value: str = ""
    language: str = ""
    has_files: bool = False
    contact_name: str = ""
    memory: BotMemory


class Say(Value, frozen=True, kw_only=True):
    """One message to the customer."""

    text: str
    format: str = "markdown"


class Handoff(Value, frozen=True, kw_only=True):
    """A bot's explicit decision that a person must take over; `reason` is a message key."""

    reason: str
    summary: str = ""
    skills: list[Requirement] = []
    slots: dict[str, str] = {}
    queue: str | None = None


class Turn(Value, frozen=True, kw_only=True):
    """What the bot does. Choices and citations belong to the last `say`; `slots` replace the old ones.

    `missed` says that the bot had no answer to give: it is what handing off after two misses counts.
    """

    say: list[Say] = []
    choices: list[Choice] = []
    citations: list[Citation] = []
    slots: dict[str, str] = {}
    missed: bool = False
    handoff: Handoff | None = None
    end: bool = False


class Bot(Protocol):
    """What stands in front of people."""

    @property
    def name(self) -> str:
        """The name entry points call it by; it is also the handler of its conversations."""
        ...

    async def take_turn(self, turn: TurnInput) -> Turn:
        """Answer one message of the customer."""
        ...
