"""Every state machine: no unknown states, no dead ends by accident, no way around advance()."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.core.errors import IllegalTransition
from hub.core.models.contacts import Channel
from hub.core.models.work import WorkItem, WorkState
from hub.core.transitions import OPEN_WORK, TABLES, TERMINAL_WORK, WORK_ITEM, advance, may_advance
from tests.fakes.clock import START

ROOT = Path(__file__).parents[3]


def item(state: WorkState = WorkState.QUEUED) -> WorkItem:
    return WorkItem(
        id="w",
        conversation="c",
        interaction="i",
        contact="k",
        channel=Channel.CHAT,
        queue="q",
        state=state,
        arrived_at=START,
        queued_at=START,
    )


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_tables_are_complete_and_closed(kind: type) -> None:
    _, table = TABLES[kind]
    states = set(type(next(iter(table))).__members__.values())
    assert set(table) == states
    assert set().union(*table.values()) <= states


@given(st.lists(st.sampled_from(list(WorkState)), max_size=20))
def test_a_walk_takes_exactly_the_steps_of_the_table(walk: list[WorkState]) -> None:
    current = item()
    for to in walk:
        if to in WORK_ITEM[current.state]:
            assert may_advance(current, to)
            current = advance(current, to)
            assert current.state is to
        else:
            with pytest.raises(IllegalTransition, match=to.value):
                advance(current, to)


def test_every_open_work_item_can_still_end() -> None:
    reachable = {state: {state} | WORK_ITEM[state] for state in WORK_ITEM}
    for _ in WORK_ITEM:
        reachable = {
            state: set().union(*(reachable[to] for to in onward)) for state, onward in reachable.items()
        }
    assert all(reachable[state] & TERMINAL_WORK for state in OPEN_WORK)


def test_states_are_only_replaced_in_transitions() -> None:
    """`replace(x, state=...)` anywhere else would go around the tables; views are not records."""
    around = re.compile(r"\breplace\((?!view\b)[^()]*\b(state|delivery|presence)=")
    packages = ("hub", "bots", "routing", "webchat", "channels", "voice")
    guilty = [
        str(path.relative_to(ROOT))
        for package in packages
        for path in (ROOT / package).rglob("*.py")
        if "node_modules" not in path.parts and around.search(path.read_text("utf-8"))
    ]
    assert guilty == []
