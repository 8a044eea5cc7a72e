"""What is known of the working order of our ways to the outside: findings of a test, and live state."""

from datetime import datetime
from enum import StrEnum

from hub.core.models.contacts import Channel
from hub.core.models.reasons import Reason
from hub.core.records import Value


class Verdict(StrEnum):
    """How a step of a test went."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    SKIPPED = "skipped"  # because an earlier step failed


class Finding(Value, frozen=True, kw_only=True):
    """What a test of a connection found at one step.

    `reason` says what that was, good or bad. `field` is the path of the setting to look at.
    """

    step: str  # imap, smtp, oauth, dkim, smsc, http ...
    verdict: Verdict
    reason: Reason
    field: str = ""


class LinkState(StrEnum):
    """Whether a way to the outside works right now."""

    UP = "up"
    CONNECTING = "connecting"
    DOWN = "down"
    OFF = "off"


class LinkStatus(Value, frozen=True, kw_only=True):
    """One connection of an entry point: to read, to send, or both."""

    entry_point: str
    channel: Channel
    link: str  # imap, smtp, smpp, http ...
    name: str  # the address, number or host people know it by
    state: LinkState
    since: datetime | None = None
    reason: Reason | None = None  # why it is down, or what went wrong last
