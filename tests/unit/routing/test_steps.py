"""Requirement steps: by age, by who is signed in, and what the screen shows of it."""

import math
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.core.models.contacts import Channel
from routing.snapshot import ItemView, Key, QueueView, StepView
from routing.steps import PASS_SECONDS, clock, key_at, plan

QUEUE = QueueView(
    id="q",
    steps=(
        StepView(skills=(("fr", 4),)),
        StepView(skills=(("fr", 2),), after=30.0),
        StepView(after=60.0),
    ),
)
ITEM = ItemView(id="w", queue="q", channel=Channel.CHAT, arrived_at=1000.0)


def staffed(*skills: str) -> Callable[[Key], bool]:
    """Somebody is signed in whose grades are these, such as "fr2"."""
    grades = {skill[:-1]: int(skill[-1]) for skill in skills}
    return lambda key: bool(skills) and all(grades.get(skill, 0) >= least for skill, least in key.skills)


def test_steps_open_by_age_counted_from_arrival() -> None:
    somebody = staffed("fr5")
    assert [plan(ITEM, QUEUE, 1000.0 + age, somebody).step for age in (0, 29.9, 30, 59, 60, 999)] == [
        0,
        0,
        1,
        1,
        2,
        2,
    ]
    assert plan(ITEM, QUEUE, 1010.0, somebody).until == 1030.0
    assert plan(ITEM, QUEUE, 1060.0, somebody).until == math.inf


def test_a_step_nobody_signed_in_could_serve_opens_the_next_at_once() -> None:
    assert plan(ITEM, QUEUE, 1000.0, staffed("fr3")).step == 1
    assert plan(ITEM, QUEUE, 1000.0, staffed("en5")).step == 2


def test_with_nobody_at_all_the_widest_step_waits() -> None:
    planned = plan(ITEM, QUEUE, 1000.0, staffed())
    assert (planned.step, planned.key) == (2, Key("q", Channel.CHAT))


def test_extra_skills_are_added_to_every_step_the_stricter_counts() -> None:
    item = replace(ITEM, extra_skills=(("fr", 3), ("tax", 1)))
    assert [key_at(item, QUEUE, step).skills for step in range(3)] == [
        (("fr", 4), ("tax", 1)),
        (("fr", 3), ("tax", 1)),
        (("fr", 3), ("tax", 1)),
    ]


def test_nothing_is_asked_of_the_one_agent_an_item_is_meant_for() -> None:
    item = replace(ITEM, only=True, preferred="ann", extra_skills=(("tax", 5),))
    assert plan(item, QUEUE, 1000.0, staffed("en1")).key == Key("q", Channel.CHAT, only="ann")


def test_an_item_meant_for_somebody_who_left_is_anybodys() -> None:
    item = replace(ITEM, only=True, preferred="ann")
    planned = plan(item, QUEUE, 1000.0, lambda key: key.only != "ann")
    assert planned.key == Key("q", Channel.CHAT, (("fr", 4),))


def test_an_item_is_not_offered_before_its_release() -> None:
    item = replace(ITEM, release_at=5000.0)
    planned = plan(item, QUEUE, 4999.0, staffed("fr5"))
    assert (planned.key, planned.until) == (None, 5000.0)
    assert plan(item, QUEUE, 5000.0, staffed("fr5")).step == 2  # the age counts from the arrival


def without_ann(key: Key) -> bool:
    return not key.passed


def test_who_passed_it_by_gets_it_again_after_a_rest_if_nobody_else_is_there() -> None:
    item = replace(ITEM, passed=frozenset({"ann"}), returned_at=2000.0)
    resting = plan(item, QUEUE, 2000.0, without_ann)
    assert resting.key == Key("q", Channel.CHAT, (), frozenset({"ann"}))
    assert resting.until == 2000.0 + PASS_SECONDS
    assert plan(item, QUEUE, resting.until, without_ann).key == Key("q", Channel.CHAT)


def test_who_passed_it_by_does_not_get_it_again_while_others_could() -> None:
    item = replace(ITEM, passed=frozenset({"ann"}), returned_at=2000.0)
    planned = plan(item, QUEUE, 9999.0, staffed("fr5"))
    assert planned.key == Key("q", Channel.CHAT, (), frozenset({"ann"}))
    assert planned.until == math.inf


def test_clock_shows_when_each_step_opens_and_which_was_skipped() -> None:
    lines = clock(ITEM, QUEUE, 1010.0, staffed("fr3"))
    assert [(line.opens_in, line.current, line.skipped) for line in lines] == [
        (0.0, False, True),
        (0.0, True, False),
        (50.0, False, False),
    ]


@given(st.floats(0, 200), st.floats(0, 200), st.sets(st.sampled_from(["fr3", "fr5", "en5"]), max_size=2))
def test_steps_never_narrow_with_age(one: float, other: float, skills: set[str]) -> None:
    early, late = sorted((one, other))
    somebody = staffed(*sorted(skills))
    assert plan(ITEM, QUEUE, 1000 + early, somebody).step <= plan(ITEM, QUEUE, 1000 + late, somebody).step


@given(st.floats(0, 200))
def test_at_the_time_a_plan_names_something_changes(age: float) -> None:
    planned = plan(ITEM, QUEUE, 1000 + age, staffed("fr5"))
    if planned.until < math.inf:
        assert planned.until > 1000 + age
        assert plan(ITEM, QUEUE, planned.until, staffed("fr5")).step > planned.step
