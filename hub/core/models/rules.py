"""Rules that classify inbound messages before anybody attends to them."""

from enum import StrEnum

from msgspec import field

from hub.core.models.contacts import Channel
from hub.core.models.work import Requirement
from hub.core.records import Record, Value


class Fact(StrEnum):
    """What a condition looks at."""

    SENDER = "sender"  # address and name
    RECIPIENT = "recipient"
    SUBJECT = "subject"
    BODY = "body"
    LANGUAGE = "language"
    ATTACHMENT = "attachment"  # names and types
    AUTOMATIC = "automatic"


class Comparison(StrEnum):
    """How a condition compares; none minds upper and lower case."""

    CONTAINS = "contains"
    EQUALS = "equals"
    BEGINS = "begins"
    LIKE = "like"  # * stands for any text, ? for one character


class Condition(Value, frozen=True, kw_only=True):
    """Holds when the fact compares so with any of the values; `negated` turns it round."""

    fact: Fact
    how: Comparison = Comparison.CONTAINS
    values: list[str]
    negated: bool = False


class Route(Value, frozen=True, kw_only=True):
    """What a message was classified as. Empty fields leave things as the entry point says."""

    queue: str = ""
    skills: list[Requirement] = []
    priority: int = 0  # minutes of head start
    tags: list[str] = []
    bot: str | None = None  # "" means none
    reply: str = ""  # id of the canned reply that is sent at once


class Rule(Record, frozen=True, kw_only=True):
    """If all (or any) conditions hold, classify so. Rules are asked in order of `position`.

    What a later rule says adds to what an earlier one said, and does not overrule it; `last` ends it.
    """

    name: str
    position: int = 0
    channels: list[Channel] = field(default_factory=lambda: [Channel.EMAIL])
    entry_points: list[str] = []  # empty means all
    any: bool = False
    conditions: list[Condition]
    route: Route
    last: bool = False
    active: bool = False
