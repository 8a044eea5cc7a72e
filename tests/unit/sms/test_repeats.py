"""What is remembered of the times in which our answers may not have arrived."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from channels.sms.repeats import MOST_DOUBTFUL, Repeats
from hub.core.models.sms import SmsState
from tests.fakes.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as world:
        yield world


async def test_a_connection_that_breaks_for_ever_makes_the_record_no_longer(world: World) -> None:
    repeats = Repeats(world.bundle(), "route")
    for _ in range(MOST_DOUBTFUL + 20):
        await repeats.bound(world.clock.now())
        await world.clock.advance(1)
    state = await world.store.get(SmsState, "route")
    assert len(state.doubtful) == MOST_DOUBTFUL
    assert state.doubtful[-1].end == state.confirmed
