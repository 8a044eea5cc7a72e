"""Conversations, interactions and messages."""

from datetime import datetime
from enum import StrEnum

from hub.core.models.contacts import Channel
from hub.core.models.data import Entry, Field, FlowPlace
from hub.core.models.reasons import Reason
from hub.core.models.work import Requirement, WorkState
from hub.core.records import Record, Value


class ConversationState(StrEnum):
    """Whether the matter is still open."""

    OPEN = "open"
    RESOLVED = "resolved"
    MERGED = "merged"  # its content lives in another conversation


class InteractionState(StrEnum):
    """Whether the episode goes on."""

    ACTIVE = "active"
    ENDED = "ended"


class Direction(StrEnum):
    """Which way a message goes."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"  # a note; never leaves the house


class Delivery(StrEnum):
    """What became of a message on its way to the other side."""

    PENDING = "pending"
    SENT = "sent"
    BUFFERED = "buffered"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"
    UNKNOWN = "unknown"


class AuthorKind(StrEnum):
    """Who wrote a message."""

    CONTACT = "contact"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


class Author(Value, frozen=True, kw_only=True):
    """Who wrote a message; `name` as the other side saw it then."""

    kind: AuthorKind
    id: str
    name: str = ""


class Attachment(Value, frozen=True, kw_only=True):
    """A file that came with a message; `file` is the id of a StoredFile. Size in bytes."""

    file: str
    name: str
    type: str
    size: int


class Choice(Value, frozen=True, kw_only=True):
    """A button under a bot's message; pressing it sends `value`. Where there are none, `key` is typed."""

    label: str
    value: str
    key: str = ""


class Citation(Value, frozen=True, kw_only=True):
    """The saved version of an article that an answer rests on.

    `phrased` is the language model whose words the answer is in; empty for the article's own.
    """

    article: str
    revision: int
    title: str
    phrased: str = ""


class Conversation(Record, frozen=True, kw_only=True):
    """The thread with one contact about one matter; may span channels and days.

    `handler` says who speaks for us now: a bot's name, "agent", or "" (waiting or nobody).
    `last_seq` is the sequence number of its newest message.
    """

    contact: str
    channel: Channel
    entry_point: str
    state: ConversationState = ConversationState.OPEN
    subject: str = ""
    language: str = ""
    handler: str = ""
    tags: list[str] = []
    opened_at: datetime
    last_at: datetime
    last_seq: int = 0
    last_text: str = ""  # start of the newest message, for lists
    last_direction: Direction | None = None
    last_author: AuthorKind | None = None
    read_seq: int = 0  # newest message its agent has read
    interaction: str = ""  # the newest one
    work_item: str | None = None  # the open one, if any; the next three are copies for lists
    work_state: WorkState | None = None
    agent: str | None = None
    queue: str | None = None
    skills: list[Requirement] = []  # with `priority`: what a rule gave it, for its work items
    priority: int = 0
    merged_into: str | None = None
    resolved_at: datetime | None = None
    data: list[Field] = []  # the data packet: what bots and agents collected
    reference: str = ""  # the number its customer knows it by, of a matter that a bot opened


class BotMemory(Value, frozen=True, kw_only=True):
    """What the runner and the bot keep between two turns of an interaction.

    It is about one stretch: from `since`, when the bot got the customer, until it is `handed_off`. `missed`
    counts the questions in it that had no answer, `misses` those in a row. `entry` is a turn that is owed
    though no customer wrote; `agent` is who gets the customer back from this bot. `place` is the flow
    bot's own.
    """

    bot: str
    answered_seq: int = 0  # newest message of the customer that had its turn
    turns: int = 0
    misses: int = 0
    last_said: str = ""
    repeats: int = 0
    slots: dict[str, str] = {}
    handed_off: bool = False
    place: FlowPlace | None = None
    entry: Entry | None = None
    agent: str | None = None
    since: datetime | None = None
    missed: int = 0


class Rating(Value, frozen=True, kw_only=True):
    """What the customer thought of the service: 1 (bad) to 5 (very good)."""

    score: int
    comment: str = ""
    at: datetime


class Interaction(Record, frozen=True, kw_only=True):
    """One unbroken episode on one channel inside a conversation; the unit of reporting."""

    conversation: str
    contact: str
    address: str
    channel: Channel
    entry_point: str
    thread: str = ""  # its conversation, where an address may have several at once (mail)
    state: InteractionState = InteractionState.ACTIVE
    started_at: datetime
    ended_at: datetime | None = None
    memory: BotMemory | None = None
    rating: Rating | None = None
    rating_asked: bool = False
    seen_seq: int = 0  # newest message the customer has read
    delivered_seq: int = 0


class Message(Record, frozen=True, kw_only=True):
    """One item of an interaction. `seq` is the sequence number of its event, set at commit.

    Unique by `source` and `external_id`: the sender's own id makes redelivery harmless.
    `text` is what was written; `format` is "plain" or "markdown".
    """

    conversation: str
    interaction: str
    direction: Direction
    author: Author
    text: str
    format: str = "plain"
    at: datetime
    seq: int = 0
    source: str  # address record for inbound, author for the rest
    external_id: str
    delivery: Delivery = Delivery.SENT
    delivery_reason: Reason | None = None  # why it was not delivered
    draft: bool = False  # a bot's proposal to the agent; internal
    automatic: bool = False  # inbound, but written by a machine: no bot answers it
    attachments: list[Attachment] = []
    choices: list[Choice] = []
    citations: list[Citation] = []
    secret: bool = False  # it asks for something that is to be kept nowhere, such as a card's number
    takes_message: bool = False  # it asks for a message to be left: on the phone, it is recorded
    mentions: list[str] = []
    confidence: float | None = None  # how sure a recogniser was, 0 to 1; none of what was not spoken
    heard: str | None = None  # what was heard of it on the phone, where it was interrupted
    notice: str = ""  # a system line's message key, e.g. "agent_joined"
    notice_vars: dict[str, str] = {}


class StoredFile(Record, frozen=True, kw_only=True):
    """An uploaded file. The bytes lie in the blob store under `sha256`; size in bytes."""

    name: str
    type: str
    size: int
    sha256: str
    conversation: str
    by: str
    at: datetime
