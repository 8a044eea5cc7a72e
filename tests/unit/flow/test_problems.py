"""Every problem that flows can have is said in the desk's catalogues, in English in the same words."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bots.flow.check import checked
from bots.flow.describe import StepKey, described
from bots.flow.problems import FAILURES, HINTS, SENTENCES, TYPES, unknown
from bots.flow.source import NO_YAML

ROOT = Path(__file__).parents[3]
CATALOGUES = ROOT / "hub/desk/ui/src/i18n"
MADE = {"flaw": 0, "unknown": 0, "_failure": 0}
"""Which argument of these is a code."""
TABLES = {"flowProblem": SENTENCES, "flowHint": HINTS, "flowType": TYPES, "flowFailure": FAILURES}


def calls() -> Iterator[tuple[ast.Call, str]]:
    for path in (ROOT / "bots/flow").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                yield node, getattr(node.func, "id", getattr(node.func, "attr", ""))


def used() -> set[str]:
    """Return the codes that are given as they are, or stand in tables of codes."""
    found = set()
    for node, name in calls():
        given: list[ast.expr] = [node.args[0]] if name in MADE and node.args else []
        given += [one.value for one in node.keywords if one.arg == "code"]
        found |= {str(one.value) for one in given if isinstance(one, ast.Constant)}
        if name == "ExpressionSyntaxError":
            first = node.args[0]
            ways = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
            found |= {"expression_" + str(one.value) for one in ways if isinstance(one, ast.Constant)}
        if name == "check_reference" and isinstance(node.args[-1], ast.Constant):
            found.add(str(node.args[-1].value))
    found |= {code for _, code in NO_YAML} | {"no_yaml"}
    return found | {"at_least", "at_most", "more_than", "too_few", "too_many"}


def test_every_code_has_a_sentence_and_every_sentence_a_use() -> None:
    assert used() == {*SENTENCES, *FAILURES}


@pytest.mark.parametrize("prefix", TABLES)
def test_the_desk_says_the_same(prefix: str) -> None:
    catalogue = json.loads((CATALOGUES / "en.json").read_text("utf-8"))
    kept = {key: text for key, text in catalogue.items() if key.startswith(f"{prefix}.")}
    kept.pop("flowType.or", None)
    assert kept == {f"{prefix}.{code}": text for code, text in TABLES[prefix].items()}


GOOD = "title: {en: T}\nlanguages: [en]\nstart: a\nsteps:\n  a: {kind: end}\n"


@pytest.mark.parametrize(
    ("old", "new", "code", "variables", "hint"),
    [
        ("kind: end", "kind: edn", "kind_unknown", {"name": "edn", "close": "end"}, "close"),
        ("start: a", "start: b", "no_step", {"name": "b", "known": "a"}, "known"),
        ("{en: T}", "T", "type_wrong", {"wanted": "keys", "got": "text"}, "by_language"),
        ("kind: end", "kind: menu, text: {en: A}, options: []", "too_few", {"limit": "1"}, ""),
        (
            "kind: end",
            "kind: survey, text: {en: A}, score: a, next: a, tries: 11",
            "at_most",
            {"limit": "10"},
            "",
        ),
        ("steps:", "variables: {v: {kind: colour}}\nsteps:", "value_unknown", {"name": "colour"}, ""),
        ("{kind: end}", "{kind: end, close: a}", "type_wrong", {"wanted": "boolean", "got": "text"}, ""),
        ("{kind: end}", "{kind: [}", "no_yaml", None, ""),
        ("{kind: end}", "{kind: 'end}", "yaml_quote", None, ""),
        ("start: a", "start: a: b", "yaml_second_value", None, ""),
        ("start: a", "start a", "yaml_colon", None, ""),
        ("{kind: end}", "{kind: end", "yaml_bracket", None, "quote_text"),
        ("start: a", " start: a", "yaml_indent", None, ""),
        ("start: a", "start: @a", "yaml_character", None, ""),
        ("\nsteps:", "\n  x: 1\n y: 2\nsteps:", "yaml_second_value", None, ""),
    ],
)
def test_problems_have_codes(
    old: str, new: str, code: str, variables: dict[str, str] | None, hint: str
) -> None:
    found = checked(GOOD.replace(old, new, 1)).problems
    (problem, *_) = [one for one in found if one.code == code] or pytest.fail(str(found))
    assert problem.hint == hint
    if variables is not None:
        assert problem.vars == variables
    said = SENTENCES[code] + HINTS.get(hint, "")
    assert set(re.findall(r"\{(\w+)\}", said)) <= set(problem.vars)


def test_a_key_that_is_not_known_is_said_once() -> None:
    (problem,) = checked(GOOD + "strat: a\n").problems
    assert (problem.code, problem.key, problem.line) == ("key_unknown", "strat", 6)


def test_the_english_message_has_everything() -> None:
    assert unknown("no_step", "aks", ["ask"]).message == "There is no step 'aks'. Did you mean ask?"
    assert unknown("no_step", "x", ["ask", "bye"]).message.endswith("It may be one of ask, bye.")
    assert unknown("no_step", "x", []).message == "There is no step 'x'."


def keys_of(keys: list[StepKey]) -> Iterator[str]:
    for key in keys:
        yield key.name
        yield from keys_of(key.keys)


def test_every_kind_of_step_and_key_has_a_name_in_the_desk() -> None:
    catalogue = json.loads((CATALOGUES / "en.json").read_text("utf-8"))
    kinds = described()
    wanted = {f"flows.{what}.{kind.kind}" for what in ("kind", "does") for kind in kinds}
    wanted |= {f"flows.key.{name}" for kind in kinds for name in keys_of(kind.keys)}
    assert wanted - catalogue.keys() == set()
