"""Requirement steps: which requirements hold for an item now, and when that changes.

Steps open by the item's age, counted from its arrival, whatever happened in between. A step that
nobody signed in could meet gives way to the next at once; when someone could but is busy, the item
waits. Skills a bot or a transfer asked for are added to every step.
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


def step_by_age(queue: QueueView, age: float) -> int:
    """Return the last step the age has opened."""
    opened = [index for index, step in enumerate(queue.steps) if step.after <= age]
    return opened[-1] if opened else 0


def plan(item: ItemView, queue: QueueView, now: float, staffed: Staffed) -> Plan:
    """Decide what the item waits for now."""
    if item.release_at > now:
        return Plan(key=None, step=0, until=item.release_at)
    if item.only:
        return Plan(key=key_at(item, queue, 0), step=0)
    step = step_by_age(queue, now - item.arrived_at)
    last = len(queue.steps) - 1
    while step < last and not staffed(key_at(item, queue, step)):
        step += 1
    key = key_at(item, queue, step)
    until = item.arrived_at + queue.steps[step + 1].after if step < last else math.inf
    if item.passed and step == last and not staffed(key):
        return _second_round(item, key, step, now, staffed)
    return Plan(key=key, step=step, until=until)


def _second_round(item: ItemView, key: Key, step: int, now: float, staffed: Staffed) -> Plan:
    """Let those who passed the item by have it again after a rest, so that it cannot starve."""
    again = replace(key, passed=frozenset())
    due = item.returned_at + PASS_SECONDS
    if not staffed(again) or now >= due:
        return Plan(key=again if staffed(again) else key, step=step)
    return Plan(key=key, step=step, until=due)


def clock(item: ItemView, queue: QueueView, now: float, staffed: Staffed) -> list[StepClock]:
    """Return when each step opens for the item, as the screen shows it."""
    current = plan(item, queue, now, staffed).step
    age = now - item.arrived_at
    lines = []
    for index, step in enumerate(queue.steps):
        key = key_at(item, queue, index)
        left_early = index < current and queue.steps[index + 1].after > age
        lines.append(
            StepClock(
                step=index,
                opens_in=0.0 if index <= current else max(0.0, step.after - age),
                skills=key.skills,
                current=index == current,
                skipped=left_early,
            )
        )
    return lines
