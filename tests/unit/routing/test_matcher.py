"""The matcher against the rules written down without any index, and against what must always hold."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.core.models.contacts import Channel
from hub.core.models.staff import PresenceState
from hub.core.models.work import Selection
from routing.matcher import Match, Matcher
from routing.snapshot import AgentView, ItemView, Key, Profile, QueueView
from tests.unit.routing.world import World

STEPS = int(os.environ.get("SWITCHBOARD_STEPS", "100000"))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 7))
def test_incremental_equals_brute_force(seed: int, agents: int) -> None:
    world = World(seed, agents=agents, most_waiting=25, compare=True)
    for _ in range(150):
        world.step()


@pytest.mark.timeout(600)
def test_random_steps_keep_every_promise() -> None:
    """No two owners, no overtaking, no capacity exceeded, nobody left out, over many random changes."""
    world = World(7, agents=30, most_waiting=40, compare=False)
    for step in range(STEPS):
        world.step()
        if step % 1000 == 0:
            assert set(world.waiting) == {id for id in world.waiting if world.matcher.key_of(id)}
    world.most_waiting = 0
    world.now += 10_000
    everything = Profile(
        skills=tuple((skill, 5) for skill in ("en", "fr", "tax", "vip")),
        capacity=((Channel.CHAT, 1), (Channel.EMAIL, 1), (Channel.VOICE, 1)),
    )
    for agent in list(world.agents.values()):
        for item in list(agent.held):
            world.release(world.agents[agent.id], item)
            world.settle()
    free = [agent for agent in world.agents.values()]
    while world.waiting:
        before = len(world.waiting)
        for agent in free:
            for item in list(world.agents[agent.id].held):
                world.release(world.agents[agent.id], item)
                world.settle()
            world.set_agent(
                replace(world.agents[agent.id], profile=everything, presence=PresenceState.AVAILABLE)
            )
            world.settle()
        if {key.only for _, key in world.waiting.values()} == {"gone"}:
            break
        assert len(world.waiting) < before, "an item starved"


def agent(id: str, *skills: tuple[str, int], chats: int = 2, **more: object) -> AgentView:
    profile = Profile(skills=skills, capacity=((Channel.CHAT, chats), (Channel.VOICE, 1)))
    view = AgentView(id=id, profile=profile, presence=PresenceState.AVAILABLE)
    return replace(view, **more)


def item(id: str, at: float = 0.0, **more: object) -> ItemView:
    return replace(ItemView(id=id, queue="q", channel=Channel.CHAT, arrived_at=at), **more)


def matcher(*agents: AgentView, selection: Selection = Selection.LONGEST_IDLE, **more: object) -> Matcher:
    made = Matcher()
    made.set_queue(replace(QueueView(id="q", selection=selection), **more))
    for view in agents:
        made.set_agent(view)
    return made


ANY = Key("q", Channel.CHAT)


def test_longest_idle_is_chosen() -> None:
    made = matcher(agent("late", idle_since=9.0), agent("early", idle_since=1.0))
    made.add(item("w"), ANY, 0.0)
    assert list(made.matches()) == [Match("w", "early", "longest_idle")]


def test_idle_hands_come_before_busy_ones_however_long_ago() -> None:
    made = matcher(agent("busy", idle_since=1.0, held={"x": Channel.CHAT}), agent("idle", idle_since=9.0))
    made.add(item("w"), ANY, 0.0)
    assert list(made.matches()) == [Match("w", "idle", "longest_idle")]


def test_chats_are_spread_over_all_agents() -> None:
    made = matcher(agent("early", idle_since=1.0), agent("late", idle_since=5.0))
    for number in range(4):
        made.add(item(f"w{number}"), ANY, 0.0)
    assert [match.agent for match in made.matches()] == ["early", "late", "early", "late"]


def test_least_occupied_counts_the_share() -> None:
    half = agent("half", chats=1, held={"x": Channel.CHAT}, idle_since=1.0)
    third = agent("third", chats=3, held={"y": Channel.CHAT}, idle_since=2.0)
    voice = Profile(
        capacity=((Channel.CHAT, 2), (Channel.VOICE, 1)),
        interrupted_by=((Channel.CHAT, frozenset({Channel.VOICE})),),
    )
    made = matcher(replace(half, profile=voice), third, selection=Selection.LEAST_OCCUPIED)
    made.add(item("w"), ANY, 0.0)
    assert list(made.matches()) == [Match("w", "third", "least_occupied")]


def test_best_proficiency_beats_idle_time() -> None:
    made = matcher(
        agent("fair", ("fr", 3), idle_since=1.0),
        agent("good", ("fr", 5), idle_since=2.0),
        selection=Selection.BEST_PROFICIENCY,
    )
    made.add(item("w"), Key("q", Channel.CHAT, (("fr", 1),)), 0.0)
    assert list(made.matches()) == [Match("w", "good", "best_proficiency")]


def test_freed_specialist_takes_own_skill_first_within_the_service_time() -> None:
    made = matcher(selection=Selection.BEST_PROFICIENCY, service_seconds=20)
    made.add(item("older", 0.0), Key("q", Channel.CHAT, (("en", 1),)), 0.0)
    made.add(item("mine", 15.0), Key("q", Channel.CHAT, (("fr", 1),)), 15.0)
    made.set_agent(agent("a", ("en", 3), ("fr", 5), chats=1))
    assert [match.item for match in made.matches()] == ["mine"]
    made.add(item("later", 205.0), Key("q", Channel.CHAT, (("fr", 1),)), 205.0)
    made.set_agent(agent("a", ("en", 3), ("fr", 5), chats=1))
    assert [match.item for match in made.matches()] == ["older"]


def test_rare_skill_is_spared_while_somebody_waits_for_it() -> None:
    rare = agent("rare", ("fr", 5), idle_since=1.0, held={"x": Channel.VOICE}, chats=3)
    rare = replace(
        rare,
        profile=replace(rare.profile, interrupted_by=((Channel.VOICE, frozenset({Channel.CHAT})),)),
    )
    plain = agent("plain", idle_since=2.0, held={"y": Channel.CHAT}, chats=3)
    made = matcher(rare, plain)
    made.add(item("first"), ANY, 0.0)
    made.add(item("call", channel=Channel.VOICE), Key("q", Channel.VOICE, (("fr", 1),)), 0.0)
    made.add(item("second"), ANY, 0.0)
    assert [(match.item, match.agent) for match in made.matches()] == [("first", "rare"), ("second", "plain")]


def test_preferred_agent_comes_first_while_sticky() -> None:
    made = matcher(agent("a", idle_since=1.0), agent("b", idle_since=2.0), sticky_seconds=60)
    made.add(item("w1", 0.0, preferred="b"), ANY, 10.0)
    made.add(item("w2", 0.0, preferred="b"), ANY, 61.0)
    assert list(made.matches()) == [Match("w1", "b", "sticky"), Match("w2", "a", "longest_idle")]


def test_item_meant_for_one_agent_waits_for_them() -> None:
    made = matcher(agent("a"), agent("b", presence=PresenceState.AWAY))
    made.add(item("w", preferred="b", only=True), Key("q", Channel.CHAT, only="b"), 0.0)
    assert list(made.matches()) == []
    made.set_agent(agent("b"))
    assert list(made.matches()) == [Match("w", "b", "only_agent")]


def test_passed_agent_is_not_asked_again() -> None:
    made = matcher(agent("a"))
    made.add(item("w"), Key("q", Channel.CHAT, passed=frozenset({"a"})), 0.0)
    assert list(made.matches()) == []
    made.set_agent(agent("b"))
    assert list(made.matches()) == [Match("w", "b", "longest_waiting")]


def test_removed_item_is_never_matched() -> None:
    made = matcher()
    made.add(item("w"), ANY, 0.0)
    made.remove("w")
    made.remove("unknown")
    made.set_agent(agent("a"))
    assert list(made.matches()) == []


def test_agent_who_left_gets_nothing() -> None:
    made = matcher(agent("a"))
    made.remove_agent("a")
    made.add(item("w"), ANY, 0.0)
    assert list(made.matches()) == []
    assert not made.staffed(ANY)


def test_staffed_means_signed_in_even_if_busy_or_away() -> None:
    french = Key("q", Channel.CHAT, (("fr", 2),))
    made = matcher(agent("a", ("fr", 1)), agent("b", ("fr", 3), presence=PresenceState.OFFLINE))
    assert not made.staffed(french)
    before = made.staffing
    made.set_agent(agent("b", ("fr", 3), presence=PresenceState.AWAY))
    assert made.staffed(french)
    assert made.staffing > before
    assert not made.staffed(replace(french, passed=frozenset({"b"})))
