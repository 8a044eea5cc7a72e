"""The whole set-up of a tenant as one document, for export, import and the demo company."""

from datetime import datetime

from msgspec import Struct, field

from hub.core.models.bots import BotLimits
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.integrations import Webhook
from hub.core.models.mail import Mailbox
from hub.core.models.rules import Rule
from hub.core.models.sms import SmsRoute
from hub.core.models.staff import DEFAULT_CAPACITY, DEFAULT_INTERRUPTED_BY, Role, Staff
from hub.core.models.work import Calendar, CannedReply, Disposition, Queue, Skill

MASK = "********"
"""Stands for a secret that is set. Sent back to us, it means: leave the secret as it is."""


class StaffEntry(Struct, frozen=True, kw_only=True):
    """A person with an account, without what proves who they are."""

    id: str
    login: str
    name: str
    email: str = ""
    roles: list[Role] = field(default_factory=lambda: [Role.AGENT])
    skills: dict[str, int] = {}
    queues: list[str] = []
    capacity: dict[Channel, int] = field(default_factory=lambda: dict(DEFAULT_CAPACITY))
    interrupted_by: dict[Channel, list[Channel]] = field(default_factory=lambda: dict(DEFAULT_INTERRUPTED_BY))
    language: str = "en"
    number: str = ""
    phone: str = ""
    on_phone: bool = False
    active: bool = True
    totp: bool = False
    created_at: datetime | None = None
    rev: int = 0


class SetupDocument(Struct, frozen=True, kw_only=True):
    """Everything an administrator sets up. Secrets are masked, passwords are not in it."""

    version: int = 1
    skills: list[Skill] = []
    calendars: list[Calendar] = []
    queues: list[Queue] = []
    entry_points: list[EntryPoint] = []
    dispositions: list[Disposition] = []
    canned_replies: list[CannedReply] = []
    mailboxes: list[Mailbox] = []
    sms_routes: list[SmsRoute] = []
    rules: list[Rule] = []
    webhooks: list[Webhook] = []
    bot_limits: list[BotLimits] = []
    staff: list[StaffEntry] = []


class LoadReport(Struct, frozen=True, kw_only=True):
    """What an import changed; `unchanged` counts records that were so already."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


def staff_entry(staff: Staff) -> StaffEntry:
    """Return what may be shown of an account."""
    return StaffEntry(
        id=staff.id,
        login=staff.login,
        name=staff.name,
        email=staff.email,
        roles=staff.roles,
        skills=staff.skills,
        queues=staff.queues,
        capacity=staff.capacity,
        interrupted_by=staff.interrupted_by,
        language=staff.language,
        number=staff.number,
        phone=staff.phone,
        on_phone=staff.on_phone,
        active=staff.active,
        totp=bool(staff.totp_secret),
        created_at=staff.created_at,
        rev=staff.rev,
    )
