"""The documentation is true: it names every option, command and event, and draws the real state machines."""

import re
from pathlib import Path

import pytest

from hub.cli import parser
from hub.core.config import Config
from hub.core.events import WEBHOOK_EVENTS, EventKind
from hub.core.transitions import TABLES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def options() -> list[str]:
    config = Config()
    return [
        f"{section}.{option}"
        for section in Config.__struct_fields__
        for option in getattr(config, section).__struct_fields__
    ]


def commands() -> list[str]:
    (action,) = (action for action in parser()._actions if action.metavar == "COMMAND")
    assert isinstance(action.choices, dict)
    return list(action.choices)


def diagram(name: str, table: object) -> str:
    """Draw a transition table as docs/states.md has it."""
    assert isinstance(table, dict)
    rows = [f"    {state.value} --> {to.value}" for state, onward in table.items() for to in sorted(onward)]
    ends = [f"    {state.value} --> [*]" for state, onward in table.items() if not onward]
    return "\n".join(["```mermaid", "stateDiagram-v2", *rows, *ends, "```"])


@pytest.mark.parametrize("option", options())
def test_every_option_is_documented_with_its_default(option: str) -> None:
    text = (DOCS / "configuration.md").read_text("utf-8")
    section, name = option.split(".")
    default = getattr(getattr(Config(), section), name)
    row = re.search(rf"^\| `{option}` \| `([^`]*)` \|", text, re.MULTILINE)
    assert row, f"docs/configuration.md has no row for {option}"
    assert row[1] == (str(default).lower() if isinstance(default, bool) else str(default) or '""')


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    assert f"switchboard {command}" in (DOCS / "operation.md").read_text("utf-8")


@pytest.mark.parametrize("kind", EventKind)
def test_every_event_is_documented(kind: EventKind) -> None:
    text = (DOCS / "events.md").read_text("utf-8")
    row = re.search(rf"^\| `{re.escape(kind)}` \| (yes|no) \|", text, re.MULTILINE)
    assert row, f"docs/events.md has no row for {kind}"
    assert (row[1] == "yes") == (kind in WEBHOOK_EVENTS)


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_state_machines_are_drawn_as_they_are(kind: type) -> None:
    _, table = TABLES[kind]
    text = (DOCS / "states.md").read_text("utf-8")
    assert f"## {kind.__name__}\n" in text
    assert diagram(kind.__name__, table) in text


def test_links_between_pages_lead_somewhere() -> None:
    broken = []
    for page in [ROOT / "README.md", *DOCS.glob("*.md")]:
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#]+)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                broken.append(f"{page.name}: {target}")
    assert broken == []
