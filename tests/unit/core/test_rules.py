"""Rules: conditions against an oracle, and what several rules say together."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.core.models.contacts import Channel
from hub.core.models.rules import Comparison, Condition, Fact, Route, Rule
from hub.core.models.work import Requirement
from hub.core.rules import LOOKED_AT, MOST_PRIORITY, Facts, classify, folded, held, joined

LETTERS = st.text("abAß客Ａ ", max_size=8)
PATTERNS = st.text("abA客*?", min_size=1, max_size=8)


def facts(channel: Channel = Channel.EMAIL, entry_point: str = "post", **texts: list[str]) -> Facts:
    return Facts(
        channel=channel,
        entry_point=entry_point,
        texts={Fact(name): values for name, values in texts.items()},
    )


def rule(*conditions: Condition, id: str = "r", route: Route | None = None, **values: Any) -> Rule:
    defaults = {"name": id, "active": True, "conditions": list(conditions), "route": route or Route()}
    return Rule(id=id, **{**defaults, **values})


def subject(*values: str, how: Comparison = Comparison.CONTAINS, negated: bool = False) -> Condition:
    return Condition(fact=Fact.SUBJECT, how=how, values=list(values), negated=negated)


def matches(condition: Condition, *texts: str) -> bool:
    return bool(classify([rule(condition)], facts(subject=list(texts))).matched)


@pytest.mark.parametrize(
    ("how", "value", "text", "expected"),
    [
        (Comparison.CONTAINS, "refund", "My REFUND please", True),
        (Comparison.CONTAINS, "退款", "我要退款！", True),
        (Comparison.CONTAINS, "abc", "ＡＢＣ", True),  # full width
        (Comparison.CONTAINS, "two  words", "two\n words", True),
        (Comparison.CONTAINS, "STRASSE", "Straße", True),
        (Comparison.EQUALS, "order", " Order ", True),
        (Comparison.EQUALS, "order", "my order", False),
        (Comparison.BEGINS, "re:", "RE: hello", True),
        (Comparison.BEGINS, "re:", "hello re:", False),
        (Comparison.LIKE, "*@shop.example", "kim@Shop.example", True),
        (Comparison.LIKE, "*@shop.example", "kim@shop.example.evil", False),
        (Comparison.LIKE, "order ????", "Order 1234", True),
        (Comparison.LIKE, "order ????", "Order 12345", False),
        (Comparison.LIKE, "a*b*c", "a-b-c", True),
        (Comparison.LIKE, "a*b*c", "a-c-b", False),
        (Comparison.LIKE, "ab*ba", "aba", False),  # the pieces may not overlap
        (Comparison.LIKE, "*", "", True),
        (Comparison.LIKE, "[a-z]+", "abc", False),
        (Comparison.LIKE, "[a-z]+", "[a-z]+", True),
    ],
)
def test_comparisons(how: Comparison, value: str, text: str, expected: bool):
    assert matches(subject(value, how=how), text) is expected
    assert matches(subject(value, how=how, negated=True), text) is not expected


@given(PATTERNS, LETTERS)
def test_like_agrees_with_a_regular_expression(pattern: str, text: str):
    escaped = "".join({"*": ".*", "?": "."}.get(char, re.escape(char)) for char in folded(pattern))
    expected = re.fullmatch(escaped, folded(text), re.DOTALL) is not None
    assert matches(subject(pattern, how=Comparison.LIKE), text) is expected


def test_a_pattern_made_to_backtrack_is_answered_at_once():
    """With a backtracking matcher this would not end within the life of the universe."""
    pattern = "*".join(["a"] * 100) + "*b"
    assert not matches(subject(pattern, how=Comparison.LIKE), "a" * LOOKED_AT)
    assert not matches(subject("a?" * 100 + "b", how=Comparison.LIKE), "a" * LOOKED_AT)


@given(st.lists(LETTERS, max_size=3), st.lists(LETTERS.filter(str.strip), min_size=1, max_size=3))
def test_negation_turns_every_answer_round(texts: list[str], values: list[str]):
    for how in Comparison:
        assert matches(subject(*values, how=how), *texts) is not matches(
            subject(*values, how=how, negated=True), *texts
        )


def test_a_missing_fact_holds_only_negated():
    pdf = Condition(fact=Fact.ATTACHMENT, how=Comparison.LIKE, values=["*.pdf"])
    assert not held(rule(pdf), facts(subject=["x"]))[0]
    assert held(rule(replace(pdf, negated=True)), facts(subject=["x"]))[0]


def test_automatic_needs_no_values():
    condition = Condition(fact=Fact.AUTOMATIC, values=[])
    assert held(rule(condition), facts(automatic=["bounce", "automatic"]))[0]
    assert not held(rule(condition), facts(subject=["x"]))[0]
    assert held(rule(replace(condition, negated=True)), facts(subject=["x"]))[0]
    assert held(rule(replace(condition, values=["bounce"])), facts(automatic=["bounce", "automatic"]))[0]
    assert not held(rule(replace(condition, values=["list"])), facts(automatic=["bounce"]))[0]


def test_all_or_any():
    both = (subject("a"), subject("b"))
    assert held(rule(*both), facts(subject=["a"])) == (False, [True, False])
    assert held(rule(*both, any=True), facts(subject=["a"])) == (True, [True, False])
    assert held(rule(*both), facts(subject=["b a"])) == (True, [True, True])


def test_a_rule_without_conditions_never_matches():
    for every in (True, False):
        assert not classify([rule(any=every)], facts(subject=["a"])).matched


@pytest.mark.parametrize(
    "values",
    [{"active": False}, {"channels": [Channel.SMS]}, {"entry_points": ["other"]}, {"channels": []}],
)
def test_rules_that_are_off_or_concern_others_are_not_asked(values: dict[str, Any]):
    here = facts(subject=["a"])
    assert classify([rule(subject("a"))], here).matched
    assert not classify([rule(subject("a"), **values)], here).matched


def test_a_later_rule_adds_and_does_not_overrule():
    first = Route(queue="sales", tags=["vip"], priority=10, skills=[Requirement(skill="german", minimum=3)])
    then = Route(
        queue="support",
        tags=["refund", "vip"],
        priority=5,
        skills=[Requirement(skill="german", minimum=5), Requirement(skill="law")],
        bot="",
        reply="thanks",
    )
    rules = [
        rule(subject("a"), id="2", position=2, route=then),
        rule(subject("a"), id="1", position=1, route=first),
    ]
    found = classify(rules, facts(subject=["a"]))
    assert [one.id for one in found.matched] == ["1", "2"]
    assert found.route == Route(
        queue="sales",
        tags=["vip", "refund"],
        priority=15,
        skills=[Requirement(skill="german", minimum=3), Requirement(skill="law")],
        bot="",
        reply="thanks",
    )


ROUTES = st.builds(
    Route,
    queue=st.sampled_from(["", "a", "b"]),
    skills=st.lists(
        st.builds(Requirement, skill=st.sampled_from("xyz"), minimum=st.integers(1, 5)),
        max_size=3,
        unique_by=lambda one: one.skill,
    ),
    priority=st.integers(-100, 100),
    tags=st.lists(st.sampled_from("stu"), max_size=3, unique=True),
    bot=st.sampled_from([None, "", "knowledge"]),
    reply=st.sampled_from(["", "r1", "r2"]),
)
RULES = st.lists(
    st.builds(
        lambda id, position, value, route, last, active: rule(
            subject(value), id=id, position=position, route=route, last=last, active=active
        ),
        st.uuids().map(str),
        st.integers(0, 3),
        st.sampled_from("ab"),
        ROUTES,
        st.booleans(),
        st.booleans(),
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)


@given(ROUTES, ROUTES, ROUTES)
def test_joining_is_associative_with_a_neutral_route(one: Route, two: Route, three: Route):
    assert joined(joined(one, two), three) == joined(one, joined(two, three))
    assert joined(Route(), one) == joined(one, Route()) == one


@given(RULES, st.randoms())
def test_the_order_in_which_rules_are_stored_does_not_matter(rules: list[Rule], random: Any):
    here = facts(subject=["a"])
    shuffled = random.sample(rules, len(rules))
    assert classify(shuffled, here) == classify(rules, here)


@given(RULES, ROUTES)
def test_a_rule_at_the_end_never_changes_what_is_decided(rules: list[Rule], route: Route):
    here = facts(subject=["a"])
    before = classify(rules, here)
    after = classify([*rules, rule(subject("a"), id="z", position=9, route=route)], here)
    assert after.matched[: len(before.matched)] == before.matched
    for name in ("queue", "bot", "reply"):
        decided = getattr(before.route, name)
        if decided != getattr(Route(), name):
            assert getattr(after.route, name) == decided
    assert after.route.tags[: len(before.route.tags)] == before.route.tags


@given(RULES)
def test_what_matched_is_active_holds_and_ends_with_the_last(rules: list[Rule]):
    here = facts(subject=["a"])
    matched = classify(rules, here).matched
    assert all(one.active and held(one, here)[0] for one in matched)
    assert not any(one.last for one in matched[:-1])
    if not any(one.last for one in matched):
        assert len(matched) == sum(one.active and held(one, here)[0] for one in rules)


def test_head_starts_have_a_limit():
    assert joined(Route(priority=1000), Route(priority=1000)).priority == MOST_PRIORITY
