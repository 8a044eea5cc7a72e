"""Reasons and the sentences they become."""

import string

import pytest
from msgspec.structs import replace

from hub.core.models.contacts import Channel
from hub.core.models.staff import PresenceState
from hub.core.models.work import Consideration, Selection
from routing.explain import Choice, Names, consider, considered, summary_text, text_of
from routing.snapshot import AgentView, Key, Profile
from routing.texts import LANGUAGES, catalogue, sentence

KEY = Key("q", Channel.CHAT, (("s1", 3),))
NAMES = Names({"s1": "French"}, {"ann": "Ann", "bob": "Bob"})


def agent(id: str, grade: int = 3, **more: object) -> AgentView:
    profile = Profile(skills=(("s1", grade),), capacity=((Channel.CHAT, 2),))
    return replace(AgentView(id=id, profile=profile, presence=PresenceState.AVAILABLE), **more)


def test_skills_are_named_as_people_know_them() -> None:
    one = consider(agent("ann", 2), KEY, NAMES)
    assert text_of(one, "en") == "Has French at grade 2, needs 3."
    assert text_of(one, "zh-CN") == "技能“French”为 2 级，需要 3 级。"


def test_channels_and_presence_reasons_are_translated() -> None:
    full = consider(agent("ann", held={"a": Channel.CHAT, "b": Channel.CHAT}), KEY, NAMES)
    assert text_of(full, "en") == "Full: 2 of 2 (chat)."
    assert text_of(full, "zh") == "已满：聊天 2/2。"
    away = consider(agent("ann", presence=PresenceState.AWAY, reason="lunch"), KEY, NAMES)
    assert text_of(away, "zh") == "离开（午餐）。"
    own_words = consider(agent("ann", presence=PresenceState.AWAY, reason="dentist"), KEY, NAMES)
    assert text_of(own_words, "en") == "Away (dentist)."


def test_who_will_match_a_later_step_is_told_when() -> None:
    later = [(1, 12.4, replace(KEY, skills=(("s1", 1),)))]
    one = consider(agent("ann", 2), KEY, NAMES, later=later)
    assert text_of(one, "en") == "Will match when step 2 opens in 12 s."


@pytest.mark.parametrize(
    ("selection", "other", "why"),
    [
        (Selection.LONGEST_IDLE, agent("bob", idle_since=5.0), "idle_less"),
        (Selection.LONGEST_IDLE, agent("bob", held={"x": Channel.CHAT}), "busier"),
        (Selection.LEAST_OCCUPIED, agent("bob", held={"x": Channel.CHAT}), "busier"),
        (Selection.BEST_PROFICIENCY, agent("bob", 3), "lower_grade"),
    ],
)
def test_why_not_the_other(selection: Selection, other: AgentView, why: str) -> None:
    choice = Choice(reason=selection.value, selection=selection)
    chosen, runner_up = considered([agent("ann", 4, idle_since=1.0), other], KEY, choice, NAMES)
    assert (chosen.agent, chosen.why, chosen.vars) == ("ann", "chosen", {"reason": selection.value})
    assert (runner_up.agent, runner_up.eligible, runner_up.why) == ("bob", True, why)
    assert runner_up.vars == {"agent": "Ann"}


def test_a_rare_skill_is_given_as_the_reason() -> None:
    rare = agent("bob")
    rare = replace(rare, profile=replace(rare.profile, skills=(("s1", 3), ("tax", 5))))
    choice = Choice(reason="longest_idle", selection=Selection.LONGEST_IDLE, wanted=frozenset({"tax"}))
    _, other = considered([agent("ann", idle_since=9.0), rare], KEY, choice, NAMES)
    assert other.why == "spared"


def test_those_who_could_come_before_those_who_could_not() -> None:
    choice = Choice(reason="sticky", selection=Selection.LONGEST_IDLE)
    off = agent("off", presence=PresenceState.OFFLINE)
    found = considered([agent("ann"), off, agent("bob")], KEY, choice, NAMES)
    assert [one.why for one in found] == ["chosen", "not_preferred", "offline"]


def test_both_languages_have_the_same_messages_and_values() -> None:
    english, chinese = (catalogue(language) for language in LANGUAGES)
    assert english.keys() == chinese.keys()
    for key in english:
        assert fields(english[key]) == fields(chinese[key]), key


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_can_be_written(language: str) -> None:
    for key, text in catalogue(language).items():
        values = dict.fromkeys(fields(text), "1")
        assert sentence(key, values, language)


def test_unknown_languages_read_english() -> None:
    one = Consideration(agent="ann", eligible=False, why="offline")
    assert text_of(one, "fr") == text_of(one, "en") == "Not signed in."
    vars = {"agent": "Ann", "reason": "sticky"}
    assert summary_text("chosen", vars, "en") == "Offered to Ann: spoke with this customer before."
