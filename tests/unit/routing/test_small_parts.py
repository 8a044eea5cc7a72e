"""Order, overflow, estimates, timers, selection."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.core.models.contacts import Channel
from hub.core.models.staff import PresenceState
from hub.core.models.work import Overflow, Selection
from routing.estimate import ENOUGH, REMEMBERED, HandleTimes, capacity_of, estimated_wait
from routing.order import rank
from routing.overflow import Pressure, overflow_to
from routing.select import head_start, is_sticky, load
from routing.snapshot import AgentView, ItemView, Profile, QueueView
from routing.timers import Timers

ITEM = ItemView(id="w", queue="q", channel=Channel.CHAT, arrived_at=0.0)
MINUTES = st.integers(-60, 60)


def score(item: ItemView, now: float) -> float:
    """What the administrator reads: minutes waited plus priority minutes."""
    return (now - item.arrived_at) / 60 + item.priority


@given(st.integers(0, 9000), MINUTES, st.integers(0, 9000), MINUTES, st.integers(9000, 10**6))
def test_order_is_that_of_the_score_at_any_time(a: int, pa: int, b: int, pb: int, now: int) -> None:
    one = replace(ITEM, id="one", arrived_at=float(a), priority=pa)
    other = replace(ITEM, id="two", arrived_at=float(b), priority=pb)
    if score(one, now) > score(other, now) + 1e-6:
        assert rank(one) < rank(other)


@given(MINUTES, MINUTES)
def test_nothing_starves(mine: int, newcomers: int) -> None:
    """Whoever comes later than the difference of the priorities comes after."""
    waiting = replace(ITEM, priority=mine)
    newcomer = replace(ITEM, id="new", arrived_at=60.0 * (newcomers - mine) + 1, priority=newcomers)
    assert rank(waiting) < rank(newcomer)


def test_a_smaller_class_goes_first_whatever_the_wait() -> None:
    urgent = replace(ITEM, id="x", arrived_at=9e9, priority_class=-1)
    assert rank(urgent) < rank(ITEM)


QUEUES = {
    "q": QueueView(id="q", overflow=Overflow(queue="other", wait_over=120, per_agent_over=3.0)),
    "other": QueueView(id="other"),
}


@pytest.mark.parametrize(
    ("pressure", "goes_to"),
    [
        (Pressure(waiting=0, agents=0, wait_seconds=None), None),
        (Pressure(waiting=3, agents=1, wait_seconds=120), None),
        (Pressure(waiting=3, agents=1, wait_seconds=121), "other"),
        (Pressure(waiting=4, agents=1, wait_seconds=None), "other"),
        (Pressure(waiting=1, agents=0, wait_seconds=None), "other"),
    ],
)
def test_overflow(pressure: Pressure, goes_to: str | None) -> None:
    assert overflow_to(QUEUES["q"], pressure, QUEUES) == goes_to


def test_no_overflow_into_a_queue_that_is_off_or_gone() -> None:
    crowded = Pressure(waiting=99, agents=1)
    assert overflow_to(QUEUES["other"], crowded, QUEUES) is None
    assert overflow_to(QUEUES["q"], crowded, {"q": QUEUES["q"]}) is None
    off = replace(QUEUES["other"], active=False)
    assert overflow_to(QUEUES["q"], crowded, {**QUEUES, "other": off}) is None


def test_an_estimate_needs_something_to_rest_on() -> None:
    times = HandleTimes()
    for _ in range(ENOUGH - 1):
        times.add(60.0)
    assert times.mean() is None
    times.add(90.0)
    assert times.mean() == 70.0
    assert estimated_wait(4, times.mean(), 7) == 40
    assert estimated_wait(4, times.mean(), 0) is None
    assert estimated_wait(4, None, 7) is None


@given(st.lists(st.floats(0, 1e4), min_size=ENOUGH, max_size=3 * REMEMBERED))
def test_only_recent_handle_times_count(seconds: list[float]) -> None:
    times = HandleTimes()
    for one in seconds:
        times.add(one)
    recent = seconds[-REMEMBERED:]
    assert times.mean() == pytest.approx(sum(recent) / len(recent), abs=1e-6)


CAPABLE = Profile(capacity=((Channel.CHAT, 3), (Channel.VOICE, 1)))


def test_capacity_counts_the_available() -> None:
    here = AgentView(id="a", profile=CAPABLE, presence=PresenceState.AVAILABLE)
    agents = [here, replace(here, id="b"), replace(here, id="c", presence=PresenceState.AWAY)]
    found = capacity_of(agents, Channel.CHAT)
    assert (found.slots, found.agents) == (6, 2)


def test_load_by_share_or_by_empty_hands() -> None:
    busy = AgentView(id="a", profile=CAPABLE, held={"x": Channel.CHAT})
    assert load(busy, Selection.LEAST_OCCUPIED) == 0.25
    assert load(busy, Selection.LONGEST_IDLE) == 1.0
    assert load(replace(busy, held={}), Selection.LONGEST_IDLE) == 0.0


def test_sticky_ends_with_its_time() -> None:
    item = replace(ITEM, preferred="ann")
    queue = QueueView(id="q", sticky_seconds=60)
    assert is_sticky(item, queue, 59.0)
    assert not is_sticky(item, queue, 60.0)
    assert not is_sticky(ITEM, queue, 0.0)


def test_only_the_strongest_skill_gives_a_head_start_and_only_by_proficiency() -> None:
    graded = QueueView(id="q", selection=Selection.BEST_PROFICIENCY, service_seconds=20)
    profile = Profile(skills=(("en", 3), ("fr", 5)))
    assert head_start(profile, (("fr", 1),), graded) == 200.0
    assert head_start(profile, (("en", 1),), graded) == 0.0
    assert head_start(profile, (), graded) == 0.0
    assert head_start(profile, (("fr", 1),), QueueView(id="q")) == 0.0


def test_timers_give_what_is_due_once_in_order() -> None:
    timers = Timers()
    for name, due in (("b", 2.0), ("a", 1.0), ("c", 3.0)):
        timers.set(name, due)
    timers.set("a", 2.5)
    timers.clear("b")
    timers.clear("unknown")
    assert timers.next() == 2.5
    assert timers.pop(2.4) == []
    assert timers.pop(9.0) == ["a", "c"]
    assert timers.next() is None
