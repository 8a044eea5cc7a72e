"""Whom to choose among agents who may take an item, and which item a freed agent takes.

All agents of a profile have the same skills, so within a profile only load and idle time decide,
and between profiles also grades and scarcity. The matcher keeps agents in this order; the
explanations use it to say why somebody else was chosen.
"""

import math
from collections.abc import Mapping

from hub.core.models.contacts import Channel
from hub.core.models.work import Selection
from routing.snapshot import AgentView, ItemView, Profile, QueueView, Skills

Preference = tuple[int, int, float, float, float, str]
"""Smaller is chosen first: spared, grade (negative), scarcity, load, idle since, id."""

Free = Mapping[tuple[Channel, str], int]
"""How many agents with room for a channel have a skill."""

HEAD_START = 10
"""Service times by which an agent's strongest skill may put work forward."""


def strength(profile: Profile, required: Skills) -> int:
    """Return the sum of the profile's grades in the required skills."""
    grades = dict(profile.skills)
    return sum(grades.get(skill, 0) for skill, _ in required)


def load(agent: AgentView, selection: Selection) -> float:
    """Return what counts as the agent's load: for the least occupied, the share of their capacity in use.

    Otherwise how much they have in hand: somebody with empty hands is idle, somebody with a chat is
    not, however long ago it began; and nobody is given a third chat while others have one.
    """
    if selection is Selection.LEAST_OCCUPIED and agent.held:
        return len(agent.held) / sum(capacity for _, capacity in agent.profile.capacity)
    return float(len(agent.held))


def preference(
    agent: AgentView, required: Skills, selection: Selection, *, spared: bool, scarcity: float
) -> Preference:
    """Return the agent's place in the order in which a queue chooses."""
    graded = selection is Selection.BEST_PROFICIENCY
    grade = strength(agent.profile, required) if graded else 0
    scarce = scarcity if graded else 0.0
    return int(spared), -grade, scarce, load(agent, selection), agent.idle_since, agent.id


def is_spared(profile: Profile, required: Skills, wanted: frozenset[str]) -> bool:
    """Say whether waiting items want a skill of this profile that this item does not need."""
    needed = {skill for skill, _ in required}
    return any(skill in wanted and skill not in needed for skill, _ in profile.skills)


def scarcity(profile: Profile, required: Skills, channel: Channel, free: Free) -> float:
    """Return how scarce the profile's other skills are now: minus the free agents who have the rarest.

    Of equally good agents the one whose other skills are best covered goes first, so that the next
    customer finds somebody too.
    """
    needed = {skill for skill, _ in required}
    counts = [free.get((channel, skill), 0) for skill, _ in profile.skills if skill not in needed]
    return -min(counts) if counts else -math.inf


def is_sticky(item: ItemView, queue: QueueView, now: float) -> bool:
    """Say whether the item's preferred agent still comes first."""
    return bool(item.preferred) and now - item.arrived_at < queue.sticky_seconds


def head_start(profile: Profile, required: Skills, queue: QueueView) -> float:
    """Return by how many seconds an agent of this profile puts forward items of this kind.

    Where a queue chooses by proficiency, an agent takes work in their strongest skill before other
    work that has waited at most the service time longer. Elsewhere order alone decides.
    """
    if queue.selection is not Selection.BEST_PROFICIENCY or not required:
        return 0.0
    grades = dict(profile.skills)
    best = max(grades.values())
    strongest = all(grades.get(skill) == best for skill, _ in required)
    return HEAD_START * queue.service_seconds if strongest else 0.0
