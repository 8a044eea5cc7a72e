"""Who may take what: skills, queues served, presence, capacity and interruption."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from hub.core.capacity import fits
from hub.core.models.contacts import Channel
from hub.core.models.staff import PresenceState
from routing.snapshot import AgentView, Key, Profile, Skills


class Refusal(Struct, frozen=True):
    """Why an agent may not take an item, as a message key and its values."""

    why: str
    vars: dict[str, str] = {}


def missing_skill(grades: Mapping[str, int], required: Skills) -> tuple[str, int] | None:
    """Return the first requirement not met. A skill that is not there meets none, not even a minimum of 0."""
    for skill, minimum in required:
        grade = grades.get(skill)
        if grade is None or grade < minimum:
            return skill, minimum
    return None


def could_serve(profile: Profile, key: Key) -> bool:
    """Say whether agents with this profile could take the key's items when they are free."""
    if dict(profile.capacity).get(key.channel, 0) < 1:
        return False
    if key.only:
        return True
    if profile.queues and key.queue not in profile.queues:
        return False
    return missing_skill(dict(profile.skills), key.skills) is None


def open_channels(profile: Profile, held: Iterable[Channel]) -> frozenset[Channel]:
    """Return the channels of which an agent who holds these items has room for one more."""
    held, capacity, interrupted_by = list(held), dict(profile.capacity), dict(profile.interrupted_by)
    return frozenset(channel for channel in capacity if fits(channel, held, capacity, interrupted_by))


def is_allowed(agent: str, key: Key) -> bool:
    """Say whether the key lets this agent in at all: not passed by, and not meant for somebody else."""
    return agent == key.only if key.only else agent not in key.passed


def refusal(agent: AgentView, key: Key) -> Refusal | None:
    """Return the first reason why the agent may not take the key's items now, or None."""
    return _refused_for_good(agent, key) or _refused_now(agent, key)


def _refused_for_good(agent: AgentView, key: Key) -> Refusal | None:
    profile = agent.profile
    if key.only:
        return None if agent.id == key.only else Refusal("sticky_other", {"agent": key.only})
    if profile.queues and key.queue not in profile.queues:
        return Refusal("wrong_queue")
    grades = dict(profile.skills)
    missing = missing_skill(grades, key.skills)
    if missing:
        skill, minimum = missing
        if skill in grades:
            return Refusal(
                "low_grade", {"skill": skill, "minimum": str(minimum), "grade": str(grades[skill])}
            )
        return Refusal("missing_skill", {"skill": skill, "minimum": str(minimum)})
    if agent.id in key.passed:
        return Refusal("passed")
    return None


def _refused_now(agent: AgentView, key: Key) -> Refusal | None:
    if agent.presence is PresenceState.OFFLINE:
        return Refusal("offline")
    if agent.presence is PresenceState.AWAY:
        return Refusal("away", {"reason": agent.reason} if agent.reason else {})
    channel = key.channel
    capacity = dict(agent.profile.capacity).get(channel, 0)
    if capacity < 1:
        return Refusal("no_channel", {"channel": channel.value})
    held = list(agent.held.values())
    if held.count(channel) >= capacity:
        count = str(held.count(channel))
        return Refusal("full", {"channel": channel.value, "held": count, "capacity": str(capacity)})
    interrupted_by = dict(agent.profile.interrupted_by)
    for busy in dict.fromkeys(held):
        if busy is not channel and channel not in interrupted_by.get(busy, ()):
            return Refusal("interrupted", {"channel": channel.value, "busy": busy.value})
    return None
