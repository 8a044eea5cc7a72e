"""What is said about flows that cannot work: step, key, place, and what was probably meant."""

import asyncio
import json
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bots.flow.check import checked
from bots.flow.checks.base import Surroundings
from bots.flow.describe import described, pictured
from bots.flow.library import Library
from bots.flow.model import KINDS
from bots.flow.source import read
from bots.flow.workshop import Workshop
from hub.demo.flow_seed import demo_flows
from tests.fakes.flows import around
from tests.fakes.world import TENANT, World

DEMO = demo_flows()
_SETUP = json.loads((files("hub.demo") / "company.json").read_text("utf-8"))
COMPANY = Surroundings(
    queues=frozenset(one["id"] for one in _SETUP["queues"]),
    skills=frozenset(one["id"] for one in _SETUP["skills"]),
    flows={name: frozenset() for name in DEMO},
)
GOOD = """\
title: {en: Test}
languages: [en]
start: hello
variables:
  order: {kind: text, label: {en: Order}}
  size:
    kind: choice
    choices: [{value: s, label: {en: Small}}]
steps:
  hello: {kind: say, text: {en: "Hi {{order}}"}, next: ask}
  ask: {kind: collect, variable: order, text: {en: Which?}, next: bye}
  bye: {kind: end}
"""


def wrong(text: str, around: Surroundings | None = None) -> list[tuple[str, str, str, int]]:
    return [(one.step, one.key, one.message, one.line) for one in checked(text, "main", around).problems]


def test_a_good_flow_has_no_problems():
    parsed = checked(GOOD)
    assert (parsed.problems, parsed.flow is not None) == ([], True)


@pytest.mark.parametrize(
    ("old", "new", "step", "key", "message", "line"),
    [
        ("next: ask}", "next: aks}", "hello", "next", "There is no step 'aks'. Did you mean ask?", 10),
        ("kind: say", "kind: sya", "hello", "kind", "There is no kind 'sya'. Did you mean say?", 10),
        ("text: {en: Which?}", "txet: {en: Which?}", "ask", "txet",
         "There is no key 'txet' here. Did you mean text?", 11),
        ("variable: order", "variable: oder", "ask", "variable", "There is no variable 'oder'", 11),
        ("{{order}}", "{{order", "hello", "text.en", "A {{ has no }}", 10),
        ("{{order}}", "{{oder}}", "hello", "text.en", "There is no variable 'oder'. Did you mean order?", 10),
        ("{{order}}", "{{uper(order)}}", "hello", "text.en",
         "There is no function 'uper'. Did you mean upper?", 10),
        ("{{order}}", "{{upper()}}", "hello", "text.en", "upper takes 1 value", 10),
        ("{{order}}", "{{1 +}}", "hello", "text.en", "a value is missing", 10),
        ("{{order}}", "{{secret.x}}", "hello", "text.en", "Secrets may stand in headers only", 10),
        ("{en: Which?}", "{de: Welche?}", "ask", "text", "The text in en is missing", 11),
        ("next: bye}", "}", "ask", "", "next is missing", 11),
        ("variable: order, text: {en: Which?}", "variable: order, text: Which?", "ask", "text",
         "by language", 11),
        ("kind: end}", "kind: end, close: 3}", "bye", "close", "Expected true or false", 12),
        ("kind: end}", "kind: goto, next: hello}", "", "", "", 0),
        ("start: hello", "start: helo", "", "start", "There is no step 'helo'. Did you mean hello?", 3),
        ("title:", "titel:", "", "titel", "There is no key 'titel' here. Did you mean title?", 1),
        ("languages: [en]", "languages: [en]\ntimezone: Mars", "", "timezone", "is no time zone", 3),
        ("  order:", "  today:", "", "variables.today", "is there already", 5),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(old: str, new: str, step: str, key: str, message: str, line: int):
    problems = wrong(GOOD.replace(old, new, 1))
    if not message:
        assert problems == []
        return
    assert [one for one in problems if (one[0], one[1], one[3]) == (step, key, line) and message in one[2]], (
        problems
    )


def test_circles_without_a_question_are_found():
    text = GOOD.replace(
        "kind: collect, variable: order, text: {en: Which?}, next: bye", "kind: goto, next: hello"
    )
    (problem, unreached) = checked(text).problems
    assert "goes round without ever asking anything: hello → ask → hello" in problem.message
    assert (unreached.step, unreached.warning) == ("bye", True)


def test_flows_that_call_each_other_are_found():
    text = GOOD.replace("kind: end}", "kind: call, flow: other, next: hello, failed: ask}")
    flows = {"other": frozenset({"main"})}
    assert [one for one in wrong(text, Surroundings(flows=flows)) if "main → other → main" in one[2]]
    assert [
        one for one in wrong(text, Surroundings(flows={})) if "There is no published flow 'other'" in one[2]
    ]


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ("{kind: http, url: 'https://{{order}}.example/', next: bye, failed: bye}", "a fixed host"),
        ("{kind: http, url: 'ftp://x.example/', next: bye, failed: bye}", "begins with https://"),
        ("{kind: http, url: 'https://x.example/', method: LOOK, next: bye, failed: bye}",
         "There is no method"),
        ("{kind: sql, database: d, query: 'DELETE FROM x', next: bye, failed: bye}", "Only SELECT"),
        ("{kind: sql, database: d, query: \"SELECT '{{order}}'\", next: bye, failed: bye}",
         "never written into"),
        ("{kind: sql, database: d, query: 'SELECT :id', next: bye, failed: bye}", ":id has no value"),
        ("{kind: survey, score: order, text: {en: How?}, next: bye}", "must be of kind number"),
        ("{kind: queue, queue: nowhere}", "There is no queue 'nowhere'. Did you mean nowhere-else?"),
        ("{kind: language, language: zh, next: bye}", "not among the flow's languages"),
        ("{kind: confirm, yes: bye, no: bye}", "Say what is to be confirmed"),
        ("{kind: collect, variable: order, min: 1, text: {en: X?}, next: bye}", "min and max are for"),
        ("{kind: collect, variable: size, digits: 2, text: {en: X?}, next: bye}",
         "pattern and digits are for"),
        ("{kind: menu, text: {en: X?}, options: [{label: {en: A}, next: bye, key: x}]}",
         "one to four digits"),
 
               ("{kind: menu, text: {en: X?}, options: [{label: {en: A}, next: bye}, "
         "{label: {en: B}, next: bye, key: '1'}]}", "taken"),
    ],
)  # fmt: skip
def test_what_is_particular_to_a_kind_is_checked(step: str, message: str):
    text = GOOD.replace('{kind: say, text: {en: "Hi {{order}}"}, next: ask}', step)
    around = Surroundings(queues=frozenset({"nowhere-else"}))
    assert [one for one in wrong(text, around) if message in one[2]], wrong(text, around)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: &x [1]\nb: *x", "Anchors (&) and aliases (*) are not used"),
        ("a: !!python/object:os.system x", "Tags (!) are not used"),
        ("a: 1\na: 2", "a is there twice"),
        ("a: [", "not valid YAML"),
        ("", "The flow is empty"),
        ("- 1", "written as keys with values"),
        ("[" * 300, "nested too deeply"),
        ("a" * 200_001, "longer than"),
    ],
)
def test_texts_that_are_no_flows(text: str, message: str):
    (problem, *_) = checked(text).problems
    assert message in problem.message


@given(st.text(max_size=200))
def test_any_text_is_judged(text: str):
    parsed = checked(text)
    assert parsed.flow is not None or parsed.problems


def test_every_kind_is_described_with_what_its_keys_hold():
    kinds = {kind.kind: kind for kind in described()}
    assert kinds.keys() == KINDS.keys()
    assert all(kind.does for kind in kinds.values())
    collect = {key.name: key for key in kinds["collect"].keys}
    assert (collect["variable"].holds, collect["text"].holds, collect["next"].holds) == (
        "variable",
        "text",
        "step",
    )
    assert (collect["min"].holds, collect["tries"].holds, collect["optional"].holds) == (
        "expression",
        "integer",
        "boolean",
    )
    menu = {key.name: key for key in kinds["menu"].keys}
    assert menu["options"].holds == "list:part"
    assert {key.name for key in menu["options"].keys} == {"label", "next", "key", "words"}
    assert {key.holds for kind in kinds.values() for key in kind.keys if key.name == "data"} == {
        "list:variable"
    }


def test_a_flow_is_drawn_also_when_it_is_wrong():
    picture = pictured(read(GOOD.replace("next: ask}", "next: aks}")).value)
    assert [(box.name, box.kind, [arrow.to for arrow in box.arrows]) for box in picture.boxes] == [
        ("hello", "say", ["aks"]),
        ("ask", "collect", ["bye"]),
        ("bye", "end", []),
    ]


@pytest.mark.parametrize("name", sorted(DEMO))
async def test_the_demos_flows_are_right_and_pass_their_tests(name: str, tmp_path: Path):
    async with await World.open(tmp_path) as world:
        services = world.bundle()
        library = Library(TENANT, services.flows)
        await library.start(world.database)
        for other, text in DEMO.items():
            await services.flows.create(other, "demo", text=text, title={})
            await services.flows.publish(other, "demo", revision=1)
        parsed = await asyncio.to_thread(checked, DEMO[name], name, COMPANY)
        assert parsed.problems == []
        assert parsed.flow
        trials = await Workshop(around(services, library), services.flows).run_tests(parsed.flow, name)
        assert trials
        assert [(one.name, one.failures) for one in trials if not one.passed] == []
