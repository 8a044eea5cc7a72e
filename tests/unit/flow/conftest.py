"""A talk for the tests of steps."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.flow_talk import Talk, talking
from tests.unit.flow.scene import Oracle


@pytest.fixture
async def talk(tmp_path: Path) -> AsyncIterator[Talk]:
    async with talking(tmp_path, knowledge=Oracle()) as opened:
        yield opened
