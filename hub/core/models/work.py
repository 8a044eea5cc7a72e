"""Work items, offers, queues, skills, hours: what routing decides about."""

from datetime import date, datetime
from enum import StrEnum

from hub.core.models.contacts import Channel
from hub.core.records import Record, Value


class WorkState(StrEnum):
    """Where a work item is."""

    QUEUED = "queued"
    OFFERED = "offered"
    ASSIGNED = "assigned"
    PARKED = "parked"
    WRAP_UP = "wrap_up"
    COMPLETED = "completed"
    ABANDONED = "abandoned"
    CANCELLED = "cancelled"


class OfferState(StrEnum):
    """What became of an offer."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Requirement(Value, frozen=True, kw_only=True):
    """A skill by id and the least grade (1 to 5). An agent without the skill never matches."""

    skill: str
    minimum: int = 1


class Step(Value, frozen=True, kw_only=True):
    """A set of requirements that holds from `after` seconds of the item's age on."""

    skills: list[Requirement] = []
    after: int = 0


class Selection(StrEnum):
    """How a queue chooses among eligible agents."""

    LONGEST_IDLE = "longest_idle"
    LEAST_OCCUPIED = "least_occupied"
    BEST_PROFICIENCY = "best_proficiency"


class Overflow(Value, frozen=True, kw_only=True):
    """When new work goes to another queue: checked once, before it enters."""

    queue: str
    wait_over: int | None = None  # estimated wait in seconds
    per_agent_over: float | None = None  # waiting items per signed-in agent


class MailBot(StrEnum):
    """What a bot may do with a queue's mail."""

    OFF = "off"
    DRAFT = "draft"  # propose an answer to the agent
    ANSWER = "answer"  # answer when it is sure, else hand off


class Waiting(Value, frozen=True, kw_only=True):
    """What callers who wait in a queue hear and may choose. Times in seconds.

    `call_back` and `leave_message` are offered with the place. `resume_within` is how long somebody who
    hung up keeps the place. A call-back nobody answers is tried `tries` times, `retry_after` each other.
    """

    announce_every: int = 45  # the place and how long it may take; 0 never
    news: dict[str, list[str]] = {}  # by language: read out in turn, between two announcements
    call_back: bool = True
    leave_message: bool = True
    resume_within: int = 300
    tries: int = 3
    retry_after: int = 900


class CallBack(Value, frozen=True, kw_only=True):
    """Nobody is on the line: whoever accepts the item has the customer called. `tries` had no answer."""

    tries: int = 0


class Skill(Record, frozen=True, kw_only=True):
    """A named ability. Unique by name."""

    name: str
    description: str = ""


class Queue(Record, frozen=True, kw_only=True):
    """An ordered waiting line. Times in seconds. Unique by name."""

    name: str
    description: str = ""
    steps: list[Step] = []
    calendar: str | None = None
    selection: Selection = Selection.LONGEST_IDLE
    service_seconds: int = 20
    service_percent: int = 80
    offer_seconds: int = 30
    wrap_up_seconds: int = 60
    sticky_seconds: int = 259_200  # how long the same agent is preferred (72 h)
    priority: int = 0  # minutes of head start
    priority_class: int = 0  # smaller classes are served first, whatever the wait
    overflow: Overflow | None = None
    recording_days: int | None = None  # instead of the entry point's
    mail_bot: MailBot = MailBot.DRAFT
    mail_signature: dict[str, str] = {}  # by language
    misses_allowed: int = 2  # so many missed offers in a row, and an agent goes away
    waiting: Waiting = Waiting()
    caller_number: str = ""  # shown to whom its agents call (E.164); empty: the entry point's
    agent_announcement: dict[str, str] = {}  # by language; callers hear it before {name}, {number} talks
    active: bool = True


class Period(Value, frozen=True, kw_only=True):
    """Opening time within a day, local time "HH:MM"; `end` may be "24:00"."""

    start: str
    end: str


class Holiday(Value, frozen=True, kw_only=True):
    """A day that differs from its weekday; no periods means closed."""

    day: date
    name: str = ""
    periods: list[Period] = []


class Calendar(Record, frozen=True, kw_only=True):
    """Opening hours. `week` has seven lists of periods, Monday first."""

    name: str
    timezone: str = "UTC"
    week: list[list[Period]]
    holidays: list[Holiday] = []


class WorkItem(Record, frozen=True, kw_only=True):
    """Someone must attend to this: the routable unit. Holds no personal data.

    `arrived_at` counts for order and age; it survives transfers and re-queues, so nobody loses
    their place. `agent` is who it is offered or assigned to. `preferred_agent` is asked first.
    """

    conversation: str
    interaction: str
    contact: str
    channel: Channel
    queue: str
    state: WorkState = WorkState.QUEUED
    extra_skills: list[Requirement] = []  # from a bot's handoff or a transfer to a skill
    priority: int = 0  # minutes of head start: queue, contact and handoff together
    priority_class: int = 0
    language: str = ""
    reason: str = ""  # why a person is needed: "asked", "no_answer", "bot_failed", "closed", "transfer" ...
    arrived_at: datetime
    queued_at: datetime
    not_before: datetime | None = None  # hours: not offered before this
    offer: str | None = None
    agent: str | None = None
    preferred_agent: str | None = None
    only_agent: bool = False  # transferred to a person: nobody else may get it
    passed_by: list[str] = []  # agents who declined or missed it since it was queued
    offered_at: datetime | None = None
    accepted_at: datetime | None = None
    parked_until: datetime | None = None
    wrap_up_at: datetime | None = None
    wrap_up_until: datetime | None = None
    completed_at: datetime | None = None
    disposition: str | None = None
    transfers: int = 0
    call_back: CallBack | None = None  # with the place in line that the call had


class Consideration(Value, frozen=True, kw_only=True):
    """Why an agent could or could not take an item, as a message key and its values."""

    agent: str
    eligible: bool
    why: str  # e.g. "chosen", "missing_skill", "full", "away", "passed", "idle_less"
    vars: dict[str, str] = {}


class Offer(Record, frozen=True, kw_only=True):
    """A work item held for one agent for a limited time, with the reasons for choosing them."""

    work_item: str
    conversation: str
    queue: str
    channel: Channel
    agent: str
    state: OfferState = OfferState.OFFERED
    offered_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    reason: str = ""  # why the agent was chosen, as a message key
    considered: list[Consideration] = []


class Disposition(Record, frozen=True, kw_only=True):
    """An outcome code chosen in wrap-up. Empty `queues` means all. Unique by code."""

    code: str
    label: dict[str, str]  # by language
    queues: list[str] = []
    active: bool = True


class CannedReply(Record, frozen=True, kw_only=True):
    """A prepared answer; `{{contact.name}}` and the like are filled in. Unique by shortcut."""

    shortcut: str
    title: str
    text: dict[str, str]  # by language
    queues: list[str] = []
