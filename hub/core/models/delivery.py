"""Messages on their way out through a provider, and what providers call them."""

from datetime import datetime
from enum import StrEnum

from hub.core.models.contacts import Channel
from hub.core.models.reasons import Reason
from hub.core.records import Record, Value


class DispatchState(StrEnum):
    """Where a message is on its way to the other side."""

    PENDING = "pending"
    SENDING = "sending"  # being handed to the provider right now
    SENT = "sent"
    BUFFERED = "buffered"  # the provider could not deliver it yet, but may
    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"  # may have been handed over; never sent again by itself


class Part(Value, frozen=True, kw_only=True):
    """A part of a message with a fate of its own: an SMS part by the provider's id, a mail by recipient."""

    ref: str
    state: DispatchState
    reason: Reason | None = None


class Dispatch(Record, frozen=True, kw_only=True):
    """One message on its way out. Has the id of its message.

    `due_at` is when it is tried next; until then it can be called back. After `valid_until` it is
    not tried any more. `reason` says why it waits, or what became of it. `attempts` counts how often it
    was handed over or refused, not how often it had to wait.
    """

    conversation: str
    channel: Channel
    entry_point: str
    recipient: str  # canonical address
    automatic: bool = False  # written by a bot or the hub
    state: DispatchState = DispatchState.PENDING
    created_at: datetime
    due_at: datetime
    valid_until: datetime
    attempts: int = 0
    parts: list[Part] = []
    reason: Reason | None = None
    sent_at: datetime | None = None


class Reference(Record, frozen=True, kw_only=True):
    """What the outside calls one of our messages: a Message-ID, or a provider's id of an SMS part.

    `scope` says whose name it is: "mail", or "sms:" and the route.
    """

    scope: str
    key: str
    message: str
    conversation: str


class EarlyReceipt(Record, frozen=True, kw_only=True):
    """A receipt for a message whose name we do not know yet, or never will."""

    scope: str
    key: str
    state: DispatchState
    reason: Reason | None = None
    at: datetime
