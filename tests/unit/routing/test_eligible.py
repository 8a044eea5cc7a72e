"""Who may take what."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.core.capacity import has_room
from hub.core.models.contacts import Channel
from hub.core.models.staff import AgentState, Held, PresenceState, Staff
from hub.core.models.work import WorkState
from routing.eligible import could_serve, missing_skill, open_channels, refusal
from routing.snapshot import AgentView, Key, Profile, agent_view, profile_of

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CHANNELS = st.sampled_from(Channel)
STAFF = st.builds(
    lambda capacity, interrupted_by: Staff(
        id="ann", login="ann", name="Ann", capacity=capacity, interrupted_by=interrupted_by, created_at=NOW
    ),
    st.dictionaries(CHANNELS, st.integers(0, 3)),
    st.dictionaries(CHANNELS, st.lists(CHANNELS, unique=True)),
)


@given(STAFF, st.lists(CHANNELS, max_size=4))
def test_room_is_the_rule_the_services_enforce(staff: Staff, busy: list[Channel]) -> None:
    held = {str(n): Held(channel=one, state=WorkState.ASSIGNED, since=NOW) for n, one in enumerate(busy)}
    open = open_channels(profile_of(staff), busy)
    assert open == {channel for channel in Channel if has_room(staff, held, channel)}


@given(st.integers(-5, 5), st.dictionaries(st.sampled_from(["en", "tax"]), st.integers(1, 5)))
def test_a_skill_that_is_not_there_never_matches(minimum: int, grades: dict[str, int]) -> None:
    assert missing_skill(grades, (("fr", minimum),)) == ("fr", minimum)


@given(st.integers(1, 5), st.integers(1, 5))
def test_a_grade_matches_from_the_minimum_on(grade: int, minimum: int) -> None:
    assert (missing_skill({"fr": grade}, (("fr", minimum),)) is None) is (grade >= minimum)


KEY = Key("q", Channel.CHAT, (("fr", 3),))
ANN = AgentView(
    id="ann",
    profile=Profile(
        skills=(("fr", 4),),
        capacity=((Channel.CHAT, 2), (Channel.EMAIL, 1), (Channel.VOICE, 1)),
        interrupted_by=((Channel.EMAIL, frozenset({Channel.CHAT, Channel.VOICE})),),
    ),
    presence=PresenceState.AVAILABLE,
)


@pytest.mark.parametrize(
    ("agent", "key", "why"),
    [
        (ANN, KEY, None),
        (ANN, replace(KEY, skills=(("fr", 5),)), "low_grade"),
        (ANN, replace(KEY, skills=(("tax", 1),)), "missing_skill"),
        (replace(ANN, presence=PresenceState.AWAY), KEY, "away"),
        (replace(ANN, presence=PresenceState.OFFLINE), KEY, "offline"),
        (replace(ANN, profile=replace(ANN.profile, queues=frozenset({"other"}))), KEY, "wrong_queue"),
        (replace(ANN, held={"a": Channel.CHAT, "b": Channel.CHAT}), KEY, "full"),
        (replace(ANN, held={"a": Channel.EMAIL}), KEY, None),
        (replace(ANN, held={"a": Channel.VOICE}), KEY, "interrupted"),
        (replace(ANN, held={"a": Channel.CHAT}), replace(KEY, channel=Channel.VOICE), "interrupted"),
        (ANN, replace(KEY, channel=Channel.FAX), "no_channel"),
        (ANN, replace(KEY, passed=frozenset({"ann"})), "passed"),
        (ANN, Key("q", Channel.CHAT, only="bob"), "sticky_other"),
        (ANN, Key("q", Channel.CHAT, only="ann"), None),
    ],
)
def test_the_reason_is_named(agent: AgentView, key: Key, why: str | None) -> None:
    refused = refusal(agent, key)
    assert (refused.why if refused else None) == why


def test_could_serve_looks_at_abilities_only() -> None:
    assert could_serve(ANN.profile, KEY)
    assert not could_serve(ANN.profile, replace(KEY, channel=Channel.FAX))
    assert not could_serve(ANN.profile, replace(KEY, skills=(("fr", 5),)))


def test_a_disabled_account_counts_as_offline() -> None:
    staff = Staff(id="ann", login="ann", name="Ann", active=False, created_at=NOW)
    state = AgentState(id="ann", presence=PresenceState.AVAILABLE, since=NOW, idle_since=NOW)
    assert agent_view(staff, state, profile_of(staff)).presence is PresenceState.OFFLINE
