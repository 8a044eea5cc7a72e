"""What a bot gets and gives. A bot knows no channel's protocol and no store: text in, a turn out."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from hub.core.models.contacts import Channel
from hub.core.models.conversations import BotMemory, Choice, Citation
from hub.core.models.data import Field, FieldType, FlowPlace
from hub.core.models.work import Requirement
from hub.core.records import Value

PERSON = "person"
"""The value of a choice that asks for a person; the runner acts on it before any bot sees it."""
FLOW = "flow:"
"""Names of flow bots begin so; a flow's id follows."""


class TurnKind(StrEnum):
    """Why it is the bot's turn."""

    MESSAGE = "message"  # the customer wrote, pressed or said something
    START = "start"  # it begins without text
    RETURNED = "returned"  # an agent sent the customer to it, with `given`


class TurnInput(Value, frozen=True, kw_only=True):
    """What the customer said and what is known. `value` is the choice they pressed, if they did.

    `deadline` is when the turn must be over, in the event loop's time; None where nobody waits for it.
    `id` is the message's (or the entry's): what a bot causes carries ids derived from it, so that a turn
    taken again causes nothing twice. `at` is when it came; bots have no clock. `given` is the data packet.
    """

    id: str = ""
    kind: TurnKind = TurnKind.MESSAGE
    conversation: str
    interaction: str
    channel: Channel = Channel.CHAT
    text: str
    value: str = ""
    language: str = ""
    has_files: bool = False
    contact_name: str = ""
    at: datetime | None = None
    deadline: float | None = None
    given: list[Field] = []
    memory: BotMemory


class Say(Value, frozen=True, kw_only=True):
    """One message to the customer."""

    text: str
    format: str = "markdown"


class Ask(Value, frozen=True, kw_only=True):
    """What answer is expected, so that channels can help: a keypad, a grammar for speech, a date picker.

    `keys` are the keys of a phone and the values of the choices behind them. `digits` is the most digits
    a typed answer has; `end_key` ends it earlier. `message` asks for a message to be left: on the phone it
    is recorded, and the answer is what was understood of it.
    """

    type: FieldType = FieldType.TEXT
    keys: dict[str, str] = {}
    digits: int | None = None
    end_key: str = "#"
    secret: bool = False
    message: bool = False


class Handoff(Value, frozen=True, kw_only=True):
    """A bot's explicit decision that a person must take over; `reason` is a message key.

    `agent` is the agent to whom the customer comes back with `data`; while they still have the
    conversation nobody else is asked.
    """

    reason: str
    summary: str = ""
    skills: list[Requirement] = []
    slots: dict[str, str] = {}
    data: list[Field] = []
    queue: str | None = None
    agent: str | None = None


class CreateWork(Value, frozen=True, kw_only=True, tag="create_work"):
    """Open a matter of its own for the contact, as work with a reference number."""

    subject: str
    queue: str | None = None
    skills: list[Requirement] = []
    data: list[Field] = []
    summary: str = ""
    priority: int = 0


class SendSms(Value, frozen=True, kw_only=True, tag="send_sms"):
    """Send an SMS, from an entry point or the first that can; `to` is E.164."""

    to: str
    text: str
    entry_point: str | None = None


class SendEmail(Value, frozen=True, kw_only=True, tag="send_email"):
    """Send a mail in Markdown, from an entry point or the first that can."""

    to: str
    subject: str
    text: str
    entry_point: str | None = None


class Callback(Value, frozen=True, kw_only=True, tag="callback"):
    """Let somebody call the customer: work that is offered at the time, or as soon as possible."""

    number: str
    at: datetime | None = None
    queue: str | None = None
    skills: list[Requirement] = []
    data: list[Field] = []
    summary: str = ""


class Voicemail(Value, frozen=True, kw_only=True, tag="voicemail"):
    """Leave what the customer said as work; `said` is the message of theirs, whose recording goes with it."""

    text: str
    said: str = ""
    queue: str | None = None
    data: list[Field] = []


class Rate(Value, frozen=True, kw_only=True, tag="rate"):
    """Store what the customer thought of the service, 1 (bad) to 5 (very good)."""

    score: int
    comment: str = ""


Action = CreateWork | SendSms | SendEmail | Callback | Voicemail | Rate
"""What only services can do. hub.services.actions performs them, each once by its key."""


class Noted(Value, frozen=True, kw_only=True):
    """What a step wanted of the world outside, and what came of it."""

    effect: dict[str, Any]
    result: dict[str, Any]


class TraceStep(Value, frozen=True, kw_only=True):
    """One step a bot took: what it did, what came of it, and the variables that changed. Secrets masked.

    A step of kind "begin" says that the flow began (anew) here.
    """

    flow: str
    version: int
    step: str
    kind: str
    outcome: str = ""
    variables: dict[str, str] = {}
    noted: list[Noted] = []


class Turn(Value, frozen=True, kw_only=True):
    """What the bot does. Choices and citations belong to the last `say`; `slots` replace the old ones.

    `missed` says that the bot had no answer to give: it is what handing off after two misses counts.
    `unanswered` are the words that found no answer where they are not simply the customer's message: a part
    of it, beside others that were answered, or a question before it.
    `data` is everything collected so far and is kept with the conversation at once. `place` replaces the
    one in the memory. `actions` are performed before anything is said, with keys made from the turn's id
    and their number; a bot that needs what comes of them performs them itself (hub.services.actions).
    """

    say: list[Say] = []
    choices: list[Choice] = []
    citations: list[Citation] = []
    ask: Ask | None = None
    slots: dict[str, str] = {}
    data: list[Field] = []
    place: FlowPlace | None = None
    actions: list[Action] = []
    trace: list[TraceStep] = []
    missed: bool = False
    unanswered: str = ""
    handoff: Handoff | None = None
    end: bool = False


class BotKind(StrEnum):
    """Kinds of bots."""

    KNOWLEDGE = "knowledge"
    RASA = "rasa"
    FLOW = "flow"


class BotOption(Value, frozen=True, kw_only=True):
    """A bot that can be chosen now: by an entry point, a keyword or a rule. `title` is by language."""

    name: str
    kind: BotKind
    title: dict[str, str]


class Bot(Protocol):
    """What stands in front of people."""

    @property
    def name(self) -> str:
        """The name entry points call it by; it is also the handler of its conversations."""
        ...

    async def take_turn(self, turn: TurnInput) -> Turn:
        """Answer one message of the customer."""
        ...


class Bots(Protocol):
    """The bots there are, which changes while the hub runs: flows are published and withdrawn."""

    def names(self) -> Collection[str]:
        """Return the handlers of all bots there are or were, as conversations may still have them."""
        ...

    def get(self, name: str) -> Bot | None:
        """Return the bot, or None when there is none (any more): then a person takes over."""
        ...

    async def options(self) -> list[BotOption]:
        """Return the bots that can be chosen now: a flow that is not published cannot."""
        ...
