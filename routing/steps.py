"""Requirement steps: which requirements hold for an item now, and when that changes.

Steps open by the item's age, counted from its arrival, whatever happened in between. A step that
nobody signed in could meet gives way to the next at once; when someone could but is busy, the item
waits. Skills a bot or a transfer asked for are added to every step. A transfer to one agent holds
while that agent is signed in.
"""

import math
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from routing.snapshot import ItemView, Key, QueueView, merged

Staffed = Callable[[Key], bool]
"""Says whether anybody signed in could take the key's items, now or once they are free."""

PASS_SECONDS = 30.0
"""How long an item that everybody passed by rests before it is offered around once more."""


class Plan(Struct, frozen=True, kw_only=True):
    """What holds for an item now: its key (None: not yet released), its step, and when to look again."""

    key: Key | None
    step: int
    until: float = math.inf


class StepClock(Struct, frozen=True, kw_only=True):
    """One line of an item's clock. `opens_in` is 0 once open; `skipped`: nobody signed in could serve it."""

    step: int
    opens_in: float
    skills: tuple[tuple[str, int], ...]
    current: bool = False
    skipped: bool = False


def key_at(item: ItemView, queue: QueueView, step: int) -> Key:
    """Return who may take the item while the step holds."""
    if item.only:
        return Key(item.queue, item.channel, only=item.preferred)
    skills = queue.steps[step].skills
    if item.extra_skills:
        skills = merged(skills, item.extra_skills)
    return Key(item.queue, item.channel, skills, item.passed)


def opens_at(item: ItemView, queue: QueueView, step: int) -> float:
    """Return when a step opens for the item, to the microsecond, as clocks give it."""
    return round(item.arrived_at + queue.steps[step].after, 6)


def step_by_age(item: ItemView, queue: QueueView, now: float) -> int:
    """Return the last step the item's age has opened; the first holds from the start."""
    step = 0
    while step + 1 < len(queue.steps) and opens_at(item, queue, step + 1) <= now:
        step += 1
    return step


def plan(item: ItemView, queue: QueueView, now: float, staffed: Staffed) -> Plan:
    """Decide what the item waits for now."""
    if item.release_at > now:
        return Plan(key=None, step=0, until=item.release_at)
    if item.only:
        key = key_at(item, queue, 0)
        if staffed(key):
            return Plan(key=key, step=0)
        item = replace(item, only=False)  # rather somebody else than somebody who has left
    step = step_by_age(item, queue, now)
    last = len(queue.steps) - 1
    while step < last and not staffed(key_at(item, queue, step)):
        step += 1
    key = key_at(item, queue, step)
    until = opens_at(item, queue, step + 1) if step < last else math.inf
    if item.passed and step == last and not staffed(key):
        return _second_round(item, key, step, now, staffed)
    return Plan(key=key, step=step, until=until)


def _second_round(item: ItemView, key: Key, step: int, now: float, staffed: Staffed) -> Plan:
    """Let those who passed the item by have it again after a rest, so that it cannot starve."""
    again = replace(key, passed=frozenset())
    if not staffed(again):
        return Plan(key=key, step=step)
    due = round(item.returned_at + PASS_SECONDS, 6)
    return Plan(key=again, step=step) if due <= now else Plan(key=key, step=step, until=due)


def clock(item: ItemView, queue: QueueView, now: float, staffed: Staffed) -> list[StepClock]:
    """Return when each step opens for the item, as the screen shows it."""
    current = plan(item, queue, now, staffed).step
    lines = []
    for index in range(len(queue.steps)):
        left_early = index < current and opens_at(item, queue, index + 1) > now
        line = StepClock(
            step=index,
            opens_in=0.0 if index <= current else max(0.0, opens_at(item, queue, index) - now),
            skills=key_at(item, queue, index).skills,
            current=index == current,
            skipped=left_early,
        )
        lines.append(line)
    return lines
