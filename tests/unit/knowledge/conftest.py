"""A company with articles."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.services.knowledge import Knowledge
from tests.fakes.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


@pytest.fixture
def knowledge(world: World) -> Knowledge:
    return Knowledge(world.store, world.clock, world.ids)
