"""What new flows begin with works: nothing is wrong with it, and its tests pass."""

import asyncio
from pathlib import Path

import pytest

from bots.flow.check import checked
from bots.flow.workshop import Workshop
from tests.fakes.flow_talk import Talk

FOLDER = Path(__file__).parents[3] / "hub/desk/ui/src/features/flows/templates"
TEMPLATES = {path.stem: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.yaml"))}


@pytest.mark.parametrize("name", TEMPLATES)
async def test_a_template_works(name: str, talk: Talk) -> None:
    parsed = await asyncio.to_thread(checked, TEMPLATES[name])
    assert parsed.problems == []
    assert parsed.flow
    trials = await Workshop(talk.around, talk.services.flows).run_tests(parsed.flow, name)
    assert [
        (one.name, [failure.message for failure in one.failures]) for one in trials if not one.passed
    ] == []
    assert len(trials) > 0


def test_there_are_templates() -> None:
    assert len(TEMPLATES) == 5
