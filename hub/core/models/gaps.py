"""Gaps: what customers ask and the knowledge base does not answer."""

from datetime import datetime
from enum import StrEnum

from hub.core.records import Record, Value


class AskedOn(StrEnum):
    """Where a question was asked: a channel, or the help centre's search, where nobody knows who asks."""

    CHAT = "chat"
    EMAIL = "email"
    SMS = "sms"
    FAX = "fax"
    VOICE = "voice"
    HELP_CENTRE = "help_centre"


class GapReason(StrEnum):
    """Why a question counts as unanswered."""

    MISSED = "missed"  # no bot had an answer
    NOT_CHOSEN = "not_chosen"  # "did you mean" was asked, and none of it was taken
    HANDED_OFF = "handed_off"  # right after an answer the customer asked for a person
    NOT_HELPFUL = "not_helpful"  # the customer said so


class GapState(StrEnum):
    """What editors made of a gap."""

    OPEN = "open"
    DRAFTED = "drafted"
    ANSWERED = "answered"  # its article is published, and the bot was asked again and answers from it
    DISMISSED = "dismissed"


class Unanswered(Record, frozen=True, kw_only=True):
    """One customer's question that found no good answer. Its id is that of the customer's message, if any.

    `text` is the customer's own words, cut; `article` and `revision` name the answer that did not do,
    if there was one. `gap` is empty until it was sorted in, which happens from `ready_at` on. What was
    asked in the help centre has neither conversation nor contact.
    """

    text: str
    language: str
    channel: AskedOn
    conversation: str = ""
    contact: str = ""
    reason: GapReason
    article: str = ""
    revision: int = 0
    gap: str = ""
    at: datetime
    ready_at: datetime


class QuestionVector(Record, frozen=True, kw_only=True):
    """What a question means to a model, so that a restart reads nothing twice. Its id is the question's.

    `data` is little-endian float16; vectors of different models never meet.
    """

    model: str
    data: bytes


class Reasked(Value, frozen=True, kw_only=True):
    """What the bot made of a gap's questions once its article was published in this revision.

    Of `asked` ways to ask, `answered` got an answer from that article; `unmet` are the others' questions.
    """

    revision: int
    asked: int
    answered: int
    unmet: list[str] = []
    at: datetime


class Gap(Record, frozen=True, kw_only=True):
    """Questions that ask for the same; its id stays the same however many join.

    `title` is the first of them in a customer's words. `channels` and `reasons` count by name.
    `article` is what was drafted for it, `reasked` what came of that. `reopened` says that customers went
    on asking after it was answered.
    """

    title: str
    language: str
    state: GapState = GapState.OPEN
    count: int = 0
    channels: dict[str, int] = {}
    reasons: dict[str, int] = {}
    article: str = ""
    reasked: Reasked | None = None
    reopened: bool = False
    first_at: datetime
    last_at: datetime
