"""The world the service tests live in."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened
