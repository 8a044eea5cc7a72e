"""What the API answers where that is not simply a record."""

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from hub.core.models.contacts import Address, Channel, Contact, Merge
from hub.core.models.conversations import Conversation, Direction, Interaction, Message
from hub.core.models.delivery import Dispatch
from hub.core.models.mail import Mail
from hub.core.models.staff import AgentState, PresenceState, Role, Staff
from hub.core.models.work import (
    Calendar,
    CannedReply,
    Disposition,
    Offer,
    Queue,
    Requirement,
    Skill,
    WorkItem,
    WorkState,
)
from hub.core.permissions import permissions_of


class View(Struct, frozen=True, kw_only=True):
    """Base of answers."""


class Me(View, frozen=True, kw_only=True):
    """The signed-in person."""

    id: str
    login: str
    name: str
    email: str
    roles: list[Role]
    permissions: list[str]
    queues: list[str]
    skills: dict[str, int]
    capacity: dict[Channel, int]
    interrupted_by: dict[Channel, list[Channel]]
    language: str
    preferences: dict[str, str]
    phone: str  # their own telephone
    on_phone: bool  # calls come to it and not to the browser
    active: bool
    created_at: datetime
    rev: int
    totp: bool
    presence: AgentState


class SessionView(View, frozen=True, kw_only=True):
    """A sign-in: who, and the token to send as X-CSRF-Token with every write."""

    staff: Me
    csrf: str


class SetupView(View, frozen=True, kw_only=True):
    """Whether the first administrator is still to be created."""

    needed: bool


class TotpView(View, frozen=True, kw_only=True):
    """A new second factor to confirm: the secret, and the same as an otpauth:// address for a QR code."""

    secret: str
    uri: str


class StaffBrief(View, frozen=True, kw_only=True):
    """A colleague as everybody sees them."""

    id: str
    name: str
    roles: list[Role]
    skills: dict[str, int]
    queues: list[str]
    active: bool


class EntryPointBrief(View, frozen=True, kw_only=True):
    """An address of ours, without its secrets."""

    id: str
    channel: Channel
    name: str
    queue: str
    active: bool


class TenantBrief(View, frozen=True, kw_only=True):
    """The organisation."""

    id: str
    name: str
    language: str


class Directory(View, frozen=True, kw_only=True):
    """Names for all ids the desk shows, and the state of all agents."""

    tenant: TenantBrief
    staff: list[StaffBrief]
    queues: list[Queue]
    skills: list[Skill]
    entry_points: list[EntryPointBrief]
    dispositions: list[Disposition]
    canned_replies: list[CannedReply]
    calendars: list[Calendar]
    agents: list[AgentState]


class ContactBrief(View, frozen=True, kw_only=True):
    """A contact in a list. `address` is the number or mail address of one without a name, if there is one."""

    id: str
    name: str
    address: str = ""


class ConversationRow(View, frozen=True, kw_only=True):
    """A conversation in a list."""

    conversation: Conversation
    contact: ContactBrief
    work_item: WorkItem | None


class ConversationPage(View, frozen=True, kw_only=True):
    """Part of a list; give `next` as `before` to get what follows."""

    items: list[ConversationRow]
    next: int | None


class ConversationView(View, frozen=True, kw_only=True):
    """A conversation with what belongs to it."""

    conversation: Conversation
    contact: Contact
    addresses: list[Address]
    work_item: WorkItem | None
    offer: Offer | None
    interactions: list[Interaction]
    merges: list[Merge]


class MailView(View, frozen=True, kw_only=True):
    """What a message carries besides its text, and how far it is on its way out.

    `has_page` says that the mail has HTML, `in_page` which of its files are pictures there, and
    `remote_pictures` how many more are on the internet; `has_quoted` that it repeats what it answers. In a
    timeline `html` and `quoted` themselves are left out: they may be large, and are read seldom.
    """

    message: str
    mail: Mail | None
    dispatch: Dispatch | None
    has_page: bool
    in_page: list[str]
    remote_pictures: int
    has_quoted: bool


class MessagePage(View, frozen=True, kw_only=True):
    """Part of a timeline, newest last; give `next` as `before` to get older ones.

    `mails` tells more of those messages that are mails or leave through a provider.
    """

    items: list[Message]
    mails: list[MailView]
    next: int | None


class ContactView(View, frozen=True, kw_only=True):
    """A contact with addresses and recent conversations."""

    contact: Contact
    addresses: list[Address]
    conversations: list[Conversation]
    merges: list[Merge]


class ClockStep(View, frozen=True, kw_only=True):
    """A requirement step of a queue, when it opens for the item (0: open), and what it asks for."""

    step: int
    opens_in: float
    skills: list[Requirement]


class AgentReason(View, frozen=True, kw_only=True):
    """Why an agent can or cannot take the item: message key, its values, and the sentence."""

    agent: str
    name: str
    eligible: bool
    why: str
    vars: dict[str, str]
    text: str


class ExplainView(View, frozen=True, kw_only=True):
    """The answer to "why not yet?"."""

    item: str
    clock: list[ClockStep]
    position: int | None
    wait_seconds: int | None
    agents: list[AgentReason]
    summary: str


class DecisionsView(View, frozen=True, kw_only=True):
    """All offers of a work item, newest first: the answer to "why this agent?".

    For each offer's id `texts` has the sentence and `agents` the reason for everyone considered.
    """

    offers: list[Offer]
    texts: dict[str, str]
    agents: dict[str, list[AgentReason]]


class LiveQueue(View, frozen=True, kw_only=True):
    """A queue right now and today; times in seconds, service level and target in percent."""

    queue: str
    name: str
    waiting: int
    longest_wait: float
    offered: int
    in_progress: int
    parked: int
    available_agents: int
    answered_today: int
    abandoned_today: int
    service_level_today: float | None
    target: int


class LiveHeld(View, frozen=True, kw_only=True):
    """A work item in an agent's hands."""

    work_item: str
    channel: Channel
    state: WorkState
    since: datetime


class LiveAgent(View, frozen=True, kw_only=True):
    """What an agent does, and since when. `activity`: idle, ringing, engaged, wrapping_up or off."""

    agent: str
    name: str
    presence: PresenceState
    reason: str
    since: datetime | None
    activity: str
    held: list[LiveHeld]
    handled_today: int


class LiveView(View, frozen=True, kw_only=True):
    """The floor at this moment."""

    queues: list[LiveQueue]
    agents: list[LiveAgent]


class CallStage(StrEnum):
    """Whom a caller has to do with."""

    RINGING = "ringing"
    BOT = "bot"
    WAITING = "waiting"
    PEOPLE = "people"


class LiveCall(View, frozen=True, kw_only=True):
    """A call that goes on with a customer. `called` is the name of the number; `people` who is in it."""

    conversation: str
    direction: Direction
    number: str
    contact_name: str
    called: str
    queue: str | None
    stage: CallStage
    people: list[str]
    since: datetime
    held: bool
    silent: bool  # no audio comes from somebody's line
    recorded: bool


class WaitingItem(View, frozen=True, kw_only=True):
    """A work item in line."""

    work_item: WorkItem
    contact_name: str
    position: int | None
    wait_seconds: int | None
    summary: str


class WaitingView(View, frozen=True, kw_only=True):
    """Everything in line that the caller may see."""

    items: list[WaitingItem]


def brief(staff: Staff) -> StaffBrief:
    """Return what colleagues see of a person."""
    return StaffBrief(
        id=staff.id,
        name=staff.name,
        roles=staff.roles,
        skills=staff.skills,
        queues=staff.queues,
        active=staff.active,
    )


def me_view(staff: Staff, presence: AgentState) -> Me:
    """Return what a person sees of themselves."""
    return Me(
        id=staff.id,
        login=staff.login,
        name=staff.name,
        email=staff.email,
        roles=staff.roles,
        permissions=sorted(permissions_of(staff.roles)),
        queues=staff.queues,
        skills=staff.skills,
        capacity=staff.capacity,
        interrupted_by=staff.interrupted_by,
        language=staff.language,
        preferences=staff.preferences,
        phone=staff.phone,
        on_phone=staff.on_phone,
        active=staff.active,
        created_at=staff.created_at,
        rev=staff.rev,
        totp=bool(staff.totp_secret),
        presence=presence,
    )
