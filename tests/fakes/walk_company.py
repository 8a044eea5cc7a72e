"""The company a random walk happens in, and the random changes its administrators make."""

from datetime import datetime
from random import Random

from msgspec.structs import replace

from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.staff import Role, Staff
from hub.core.models.work import (
    Calendar,
    Disposition,
    Overflow,
    Period,
    Queue,
    Requirement,
    Selection,
    Skill,
    Step,
)
from hub.core.records import Record

AGENTS = tuple(f"agent{number:02}" for number in range(10))
VISITORS = tuple(f"visitor{number:02}" for number in range(48))
SKILLS = ("german", "billing", "repairs")
QUEUES = ("support", "sales", "service", "mail")
ENTRIES = ("shop", "direct", "post")
ADDRESS_KIND = {"shop": AddressKind.VISITOR, "direct": AddressKind.VISITOR, "post": AddressKind.EMAIL}
BOT = "knowledge"

ROUND_THE_CLOCK = [[Period(start="00:00", end="24:00")]] * 7
OFFICE = [[Period(start="08:00", end="12:00"), Period(start="13:00", end="18:00")]] * 5 + [[], []]


def company(draw: Random, now: datetime) -> list[Record]:
    """Return everything that is set up on the first day."""
    return [
        *(Skill(id=skill, name=skill) for skill in SKILLS),
        Calendar(id="office", name="Office", week=OFFICE),
        Calendar(id="always", name="Always", week=ROUND_THE_CLOCK),
        Disposition(id="done", code="done", label={"en": "Done"}),
        Queue(id="support", name="Support", overflow=Overflow(queue="service", per_agent_over=3)),
        Queue(id="sales", name="Sales", steps=_steps(draw), selection=Selection.BEST_PROFICIENCY),
        Queue(id="service", name="Service", steps=_steps(draw), selection=Selection.LEAST_OCCUPIED),
        Queue(id="mail", name="Mail", calendar="office", offer_seconds=120, wrap_up_seconds=0),
        EntryPoint(id="shop", channel=Channel.CHAT, key="shop", name="Shop", queue="support", bot=BOT),
        EntryPoint(id="direct", channel=Channel.CHAT, key="direct", name="Direct", queue="sales"),
        EntryPoint(id="post", channel=Channel.EMAIL, key="post@example.com", name="Post", queue="mail"),
        Staff(id="root", login="root", name="Root", roles=[Role.ADMIN], created_at=now),
        *(
            Staff(
                id=agent,
                login=agent,
                name=agent.title(),
                skills=skills(draw),
                queues=queues(draw),
                capacity=capacity(draw),
                created_at=now,
            )
            for agent in AGENTS
        ),
    ]


def skills(draw: Random) -> dict[str, int]:
    """Return somebody's grades."""
    return {skill: draw.randint(1, 5) for skill in SKILLS if draw.random() < 0.6}


def queues(draw: Random) -> list[str]:
    """Return the queues somebody serves; most often all."""
    return [] if draw.random() < 0.7 else sorted(draw.sample(QUEUES, draw.randint(1, 3)))


def capacity(draw: Random) -> dict[Channel, int]:
    """Return how much somebody carries at once; now and then nothing of a channel."""
    return {Channel.CHAT: draw.choice((0, 1, 2, 3)), Channel.EMAIL: draw.choice((0, 1, 2))}


def requirements(draw: Random) -> list[Requirement]:
    """Return what a bot's handoff or a transfer asks for."""
    chosen = draw.sample(SKILLS, draw.choice((0, 1, 1, 2)))
    return [Requirement(skill=skill, minimum=draw.randint(1, 3)) for skill in sorted(chosen)]


def changed_queue(draw: Random, queue: Queue) -> Queue:
    """Return the queue with one thing changed."""
    kind = draw.randrange(5)
    if kind == 0:
        return replace(queue, steps=_steps(draw))
    if kind == 1:
        return replace(queue, selection=draw.choice(list(Selection)))
    if kind == 2:
        return replace(queue, calendar=draw.choice((None, "office", "always")))
    if kind == 3:
        return replace(queue, priority=draw.choice((0, 5)), priority_class=draw.choice((0, 0, 1)))
    return replace(queue, offer_seconds=draw.choice((15, 30, 60)), wrap_up_seconds=draw.choice((0, 30, 60)))


def changed_hours(draw: Random, calendar: Calendar) -> Calendar:
    """Return the calendar with other hours."""
    start = draw.choice(("06:00", "08:00", "10:00"))
    week = [[Period(start=start, end="18:00")]] * 7
    return replace(calendar, week=draw.choice((week, OFFICE, ROUND_THE_CLOCK)))


def _steps(draw: Random) -> list[Step]:
    strict = Step(skills=requirements(draw))
    return draw.choice(([], [strict], [strict, Step(after=draw.choice((20, 60, 300)))]))
