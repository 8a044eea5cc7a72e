"""Random commits and finds against a plain dict."""

import asyncio
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from hub.core.batch import Batch
from hub.core.errors import Conflict, Duplicate, StaleRevision
from hub.core.models.work import WorkItem, WorkState
from hub.core.ports import Store
from hub.core.transitions import OPEN_WORK
from tests.contract.conftest import ENGINES, Engine
from tests.fakes.clock import START
from tests.fakes.records import work_item

IDS = st.sampled_from("abcd")
STATES = st.sampled_from([WorkState.QUEUED, WorkState.ASSIGNED, WorkState.COMPLETED])
AGENTS = st.sampled_from([None, "x", "y"])
SAVE = st.tuples(
    st.just("save"), IDS, st.sampled_from(["i1", "i2"]), STATES, AGENTS, st.sampled_from([0, 0, 0, 1])
)
DELETE = st.tuples(st.just("delete"), IDS, st.sampled_from([0, 0, 0, 1]))
BATCH = st.lists(st.one_of(SAVE, SAVE, SAVE, DELETE), min_size=1, max_size=3, unique_by=lambda step: step[1])
WHERE = st.fixed_dictionaries(
    {},
    optional={
        "state": st.one_of(STATES, st.sets(STATES)),
        "agent": st.one_of(AGENTS, st.sets(AGENTS)),
        "interaction": st.sampled_from(["i1", "i2"]),
    },
)
ROUND = st.tuples(st.lists(BATCH, min_size=1, max_size=4), WHERE, st.booleans())


@pytest.mark.parametrize("name", sorted(ENGINES))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rounds=st.lists(ROUND, min_size=1, max_size=8))
def test_behaves_like_a_dict(name: str, rounds: list[Any]):
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_play(ENGINES[name](Path(folder)), rounds))


async def _play(engine: Engine, rounds: list[Any]) -> None:
    database = await engine.open()
    store = database.tenant("acme")
    model: dict[str, WorkItem] = {}
    try:
        for batches, where, descending in rounds:
            await _commit_all(store, model, [_batch(model, steps) for steps in batches])
            await _compare(store, model, where, descending)
    finally:
        await database.close()


def _batch(model: dict[str, WorkItem], steps: list[Any]) -> Batch:
    """Make a batch from what is stored now; those made together race."""
    batch = Batch(at=START)
    for verb, id, *rest in steps:
        rev = (model[id].rev if id in model else 0) + rest[-1]
        if verb == "save":
            interaction, state, agent, _ = rest
            batch.save(work_item(id, rev=rev, interaction=interaction, state=state, agent=agent))
        else:
            batch.delete(work_item(id, rev=rev))
    return batch


async def _commit_all(store: Store, model: dict[str, WorkItem], batches: list[Batch]) -> None:
    outcomes = await asyncio.gather(*(store.commit(batch) for batch in batches), return_exceptions=True)
    for batch, outcome in zip(batches, outcomes, strict=True):
        expected = _apply(model, batch)
        got = type(outcome) if isinstance(outcome, Conflict) else None
        assert got is expected, (batch.saves, batch.deletes, outcome)


def _apply(model: dict[str, WorkItem], batch: Batch) -> type[Conflict] | None:
    """Do to the model what the store must do; return the error it must raise."""
    after = dict(model)
    for record in batch.deletes:
        if record.id not in after or after[record.id].rev != record.rev:
            return StaleRevision
        del after[record.id]
    for record in batch.saves:
        assert isinstance(record, WorkItem)
        known = after.get(record.id)
        holders = [one for one in after.values() if one.id != record.id and _clash(one, record)]
        if record.rev and (known is None or known.rev != record.rev):
            return StaleRevision
        if holders:
            return Duplicate
        if not record.rev and known is not None:
            return StaleRevision
        after[record.id] = replace(record, rev=record.rev + 1)
    model.clear()
    model.update(after)
    return None


def _clash(one: WorkItem, other: WorkItem) -> bool:
    return one.interaction == other.interaction and {one.state, other.state} <= OPEN_WORK


async def _compare(store: Store, model: dict[str, WorkItem], where: dict[str, Any], descending: bool) -> None:
    expected = sorted(
        (one for one in model.values() if _matches(one, where)), key=lambda one: one.id, reverse=descending
    )
    assert await store.find(WorkItem, where, descending=descending) == expected
    assert await store.count(WorkItem, where) == len(expected)
    for id in "abcd":
        assert await store.peek(WorkItem, id) == model.get(id)
    for interaction in ("i1", "i2"):
        for state in (WorkState.QUEUED, WorkState.ASSIGNED):
            of_one = {"interaction": interaction, "state": state}
            found = [one for one in model.values() if _matches(one, of_one)]
            assert await store.find(WorkItem, of_one) == found


def _matches(one: WorkItem, where: dict[str, Any]) -> bool:
    for field, wanted in where.items():
        value = getattr(one, field)
        if value not in wanted if isinstance(wanted, set) else value != wanted:
            return False
    return True
