"""People who work here: accounts, presence, log-in sessions, tokens, the audit trail."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from msgspec import field

from hub.core.models.contacts import Channel
from hub.core.models.work import WorkState
from hub.core.records import Record, Value


class Role(StrEnum):
    """What a person may do; one may have several."""

    AGENT = "agent"
    WRITER = "writer"  # writes articles; editors review and publish them
    EDITOR = "editor"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


class PresenceState(StrEnum):
    """What an agent chose."""

    OFFLINE = "offline"
    AVAILABLE = "available"
    AWAY = "away"


DEFAULT_CAPACITY: dict[Channel, int] = {
    Channel.VOICE: 1,
    Channel.CHAT: 4,
    Channel.EMAIL: 1,
    Channel.SMS: 4,
    Channel.FAX: 1,
}

DEFAULT_INTERRUPTED_BY: dict[Channel, list[Channel]] = {
    Channel.EMAIL: [Channel.VOICE, Channel.CHAT, Channel.SMS],
    Channel.FAX: [Channel.VOICE, Channel.CHAT, Channel.SMS, Channel.EMAIL],
    Channel.CHAT: [Channel.CHAT, Channel.SMS],
    Channel.SMS: [Channel.CHAT, Channel.SMS],
}
"""While handling the key, these channels may still be offered (and more of the key's own kind, up to
its capacity). Anything not listed waits."""


class Staff(Record, frozen=True, kw_only=True):
    """A person with an account. `skills` maps skill ids to grades 1 to 5. Unique by login."""

    login: str
    name: str
    email: str = ""
    roles: list[Role] = field(default_factory=lambda: [Role.AGENT])
    skills: dict[str, int] = {}
    queues: list[str] = []  # queues served; empty means any queue whose skills match
    capacity: dict[Channel, int] = field(default_factory=lambda: dict(DEFAULT_CAPACITY))
    interrupted_by: dict[Channel, list[Channel]] = field(
        default_factory=lambda: {busy: list(others) for busy, others in DEFAULT_INTERRUPTED_BY.items()}
    )
    password_hash: str = ""
    totp_secret: str = ""
    totp_step: int = 0  # time step of the last code used, so that no code works twice
    language: str = "en"
    preferences: dict[str, str] = {}  # theme, sounds, single-letter keys
    number: str = ""  # what callers are told (3.60); not a telephone's
    phone: str = ""  # their own telephone, E.164
    on_phone: bool = False  # calls come to it and not to the browser
    active: bool = True
    created_at: datetime

    @property
    def uses_phone(self) -> bool:
        """Whether they speak with callers on their own telephone."""
        return self.on_phone and bool(self.phone)


DISCONNECTED = "disconnected"
"""The reason why an agent is away whose browser went away and did not come back."""


class Held(Value, frozen=True, kw_only=True):
    """A work item that takes up an agent's capacity."""

    channel: Channel
    state: WorkState
    since: datetime


class AgentState(Record, frozen=True, kw_only=True):
    """An agent's live state; its id is the staff id.

    `held` has every item offered to, assigned to or wrapped up by the agent. Every offer saves this
    record by compare-and-set with the work item, so capacity cannot be exceeded by a race.
    """

    presence: PresenceState = PresenceState.OFFLINE
    reason: str = ""
    since: datetime
    idle_since: datetime
    held: dict[str, Held] = {}
    misses: int = 0  # offers missed in a row

    @property
    def has_gone(self) -> bool:
        """Whether nobody sits there: signed off, or the browser went away and did not come back."""
        return self.presence is PresenceState.OFFLINE or self.reason == DISCONNECTED


class StaffSession(Record, frozen=True, kw_only=True):
    """A log-in; the id is the SHA-256 of the cookie, so the store cannot be used to sign in."""

    staff: str
    csrf: str
    created_at: datetime
    expires_at: datetime


class ApiToken(Record, frozen=True, kw_only=True):
    """A token for programs. `digest` is its SHA-256; unique."""

    name: str
    digest: str
    scopes: list[str]
    created_by: str
    created_at: datetime
    expires_at: datetime | None = None
    last_used_at: datetime | None = None


class AuditEntry(Record, frozen=True, kw_only=True):
    """Who changed what in the set-up, and when. `before` and `after` leave out secrets."""

    at: datetime
    actor: str
    action: str  # "created", "changed", "deleted", "signed_in" ...
    kind: str
    subject: str
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
