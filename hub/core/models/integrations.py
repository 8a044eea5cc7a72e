"""Outgoing webhooks and things waiting for a channel to send them."""

from datetime import datetime
from enum import StrEnum

from hub.core.models.contacts import Channel
from hub.core.records import Record


class AttemptState(StrEnum):
    """Where something to be sent is."""

    PENDING = "pending"
    DELIVERED = "delivered"
    DEAD = "dead"  # given up; can be sent again by hand


class Webhook(Record, frozen=True, kw_only=True):
    """An address that wants to hear of events; empty `events` means all kinds."""

    url: str
    events: list[str] = []
    secret: str
    active: bool = True
    created_at: datetime


class WebhookDelivery(Record, frozen=True, kw_only=True):
    """One event for one webhook; its id is the delivery id and stays the same on every retry."""

    webhook: str
    event_kind: str
    seq: int
    body: str
    state: AttemptState = AttemptState.PENDING
    created_at: datetime
    first_at: datetime  # when the present series of tries began; a re-send by hand begins a new one
    next_at: datetime
    attempts: int = 0
    status: int | None = None  # the last answer's HTTP status
    error: str = ""


class Cursor(Record, frozen=True, kw_only=True):
    """How far a reader of the event log has got; the id names the reader."""

    seq: int


class Outgoing(Record, frozen=True, kw_only=True):
    """Something to send by a channel that may not exist yet, e.g. a transcript by e-mail."""

    channel: Channel
    to: str
    template: str  # "transcript"
    conversation: str
    state: AttemptState = AttemptState.PENDING
    created_at: datetime
    attempts: int = 0
    next_at: datetime | None = None  # when it is tried again after a failure that may pass
