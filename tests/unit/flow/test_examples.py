"""The examples of docs/flows.md are what they explain."""

import re
from pathlib import Path
from typing import Any

import pytest

from bots.flow.check import checked
from bots.flow.functions import FUNCTIONS
from bots.flow.model import KINDS
from bots.flow.parse import Reader
from bots.flow.source import Source, read

PAGE = (Path(__file__).parents[3] / "docs" / "flows.md").read_text("utf-8")
BLOCKS = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
STEPS = {
    name: step
    for block in BLOCKS[2:]
    for name, step in read(block).value.items()
    if isinstance(step, dict) and "kind" in step
}


def problems(value: dict[str, Any]) -> list[str]:
    reader = Reader(Source(value, {}))
    reader.flow()
    return [one.message for one in reader.problems]


def test_the_whole_example_is_right():
    assert checked(BLOCKS[0]).problems == []


def test_the_variables_are_right():
    variables = read(BLOCKS[1]).value
    flow = {"title": {"en": "x"}, "start": "a", "steps": {"a": {"kind": "end"}}, **variables}
    assert problems(flow) == []


@pytest.mark.parametrize("name", STEPS)
def test_each_step_is_right(name: str):
    flow = {"title": {"en": "x"}, "start": name, "steps": {name: STEPS[name]}}
    assert problems(flow) == []


def test_every_kind_and_function_is_there():
    assert {step["kind"] for step in STEPS.values()} == KINDS.keys()
    assert [name for name in FUNCTIONS if not re.search(rf"\b{name}\b", PAGE)] == []
