"""What decisions look at: small frozen views of agents, queues and items, built from the records.

Times are seconds since the epoch, so that comparing them is cheap; records keep aware datetimes.
Views never form cycles, so the garbage collector need not look at the many there are (`gc=False`).
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

from hub.core.models.contacts import Channel
from hub.core.models.staff import AgentState, PresenceState, Staff
from hub.core.models.work import Calendar, Overflow, Queue, Requirement, Selection, WorkItem

Skills = tuple[tuple[str, int], ...]
"""Skill ids with the least grade asked for (a requirement) or the grade held (an agent), sorted."""


class Profile(Struct, frozen=True, kw_only=True, cache_hash=True, gc=False):
    """What agents with the same abilities have in common; such agents are interchangeable but for load."""

    skills: Skills = ()
    queues: frozenset[str] = frozenset()  # empty: any queue
    capacity: tuple[tuple[Channel, int], ...] = ()
    interrupted_by: tuple[tuple[Channel, frozenset[Channel]], ...] = ()


class AgentView(Struct, frozen=True, kw_only=True, gc=False):
    """An agent as routing sees one. `held` maps work items to their channel."""

    id: str
    profile: Profile
    presence: PresenceState = PresenceState.OFFLINE
    reason: str = ""
    idle_since: float = 0.0
    held: Mapping[str, Channel] = {}


class StepView(Struct, frozen=True, kw_only=True):
    """A set of requirements that holds from `after` seconds of an item's age on."""

    skills: Skills = ()
    after: float = 0.0


class QueueView(Struct, frozen=True, kw_only=True):
    """A queue as routing sees it; always has at least one step, and the first holds from the start."""

    id: str
    name: str = ""
    steps: tuple[StepView, ...] = (StepView(),)
    selection: Selection = Selection.LONGEST_IDLE
    service_seconds: float = 20.0
    offer_seconds: float = 30.0
    sticky_seconds: float = 259_200.0
    calendar: Calendar | None = None
    overflow: Overflow | None = None
    active: bool = True


class ItemView(Struct, frozen=True, kw_only=True, gc=False):
    """A waiting item. `arrived_at` is when the wait began, for order and age.

    `release_at`: not offered before (hours, a set time). `returned_at`: when an offer of it last
    failed. `preferred` is asked first while its age is below the queue's sticky time.
    """

    id: str
    queue: str
    channel: Channel
    arrived_at: float
    release_at: float = 0.0
    returned_at: float = 0.0
    priority: int = 0  # minutes of head start
    priority_class: int = 0
    extra_skills: Skills = ()
    preferred: str = ""
    only: bool = False  # nobody but the preferred agent may get it
    passed: frozenset[str] = frozenset()


class Key(Struct, frozen=True, cache_hash=True, gc=False):
    """Who may take an item: items with equal keys wait in one line, and one agent suits all or none.

    `only` names the one agent a transfer was meant for; then nothing else is required.
    """

    queue: str
    channel: Channel
    skills: Skills = ()
    passed: frozenset[str] = frozenset()
    only: str = ""


def stamp(at: datetime) -> float:
    """Return an aware time as seconds since the epoch."""
    return at.timestamp()


def moment(seconds: float) -> datetime:
    """Return seconds since the epoch as an aware time."""
    return datetime.fromtimestamp(seconds, UTC)


def requirements(skills: list[Requirement]) -> Skills:
    """Return requirements sorted, the strictest of each skill."""
    return merged(tuple((wanted.skill, wanted.minimum) for wanted in skills))


def merged(*several: Skills) -> Skills:
    """Return all requirements together, the strictest of each skill."""
    strictest: dict[str, int] = {}
    for skills in several:
        for skill, minimum in skills:
            strictest[skill] = max(minimum, strictest.get(skill, minimum))
    return tuple(sorted(strictest.items()))


def profile_of(staff: Staff) -> Profile:
    """Return what a person can do."""
    return Profile(
        skills=tuple(sorted(staff.skills.items())),
        queues=frozenset(staff.queues),
        capacity=tuple(sorted(staff.capacity.items())),
        interrupted_by=tuple(
            (busy, frozenset(others)) for busy, others in sorted(staff.interrupted_by.items())
        ),
    )


def agent_view(staff: Staff, state: AgentState, profile: Profile) -> AgentView:
    """Return an agent's view; a disabled account counts as offline. `profile` is profile_of(staff)."""
    return AgentView(
        id=staff.id,
        profile=profile,
        presence=state.presence if staff.active else PresenceState.OFFLINE,
        reason=state.reason,
        idle_since=stamp(state.idle_since),
        held={item: held.channel for item, held in state.held.items()},
    )


def queue_view(queue: Queue, calendar: Calendar | None = None) -> QueueView:
    """Return a queue's view with its steps in order of age."""
    steps = sorted(queue.steps, key=lambda step: step.after)
    views = tuple(StepView(skills=requirements(step.skills), after=step.after) for step in steps)
    return QueueView(
        id=queue.id,
        name=queue.name,
        steps=views or (StepView(),),
        selection=queue.selection,
        service_seconds=queue.service_seconds,
        offer_seconds=queue.offer_seconds,
        sticky_seconds=queue.sticky_seconds,
        calendar=calendar,
        overflow=queue.overflow,
        active=queue.active,
    )


def item_view(item: WorkItem, *, release_at: float = 0.0, returned_at: float = 0.0) -> ItemView:
    """Return a queued item's view; `routing.hours.released_at` knows when it may be offered."""
    return ItemView(
        id=item.id,
        queue=item.queue,
        channel=item.channel,
        arrived_at=stamp(item.arrived_at),
        release_at=release_at,
        returned_at=returned_at,
        priority=item.priority,
        priority_class=item.priority_class,
        extra_skills=requirements(item.extra_skills),
        preferred=item.preferred_agent or "",
        only=item.only_agent and bool(item.preferred_agent),
        passed=frozenset(item.passed_by),
    )
