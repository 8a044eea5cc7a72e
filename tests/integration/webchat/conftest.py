"""Fixtures of the chat's integration tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.fakes.world import World
from tests.integration.webchat.harness import Chat


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with await World.open(tmp_path) as world, Chat(world, tmp_path / "files") as chat:
        yield chat
