"""Fixtures of the chat's integration tests."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.core.models.contacts import EntryPoint
from tests.fakes.world import World
from tests.integration.webchat.harness import Chat
from tests.integration.webchat.widget_page import page_with_widget


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with await World.open(tmp_path) as world, Chat(world, tmp_path / "files") as chat:
        yield chat


@pytest.fixture
async def site(tmp_path: Path) -> AsyncIterator[Chat]:
    """A chat, and a page at /page that has its widget."""
    async with await World.open(tmp_path) as world:
        chat = Chat(world, tmp_path / "files")
        chat.app.router.add_get("/page", page_with_widget)
        async with chat:
            entry = await world.store.get(EntryPoint, "site")
            origin = str(chat.server.make_url("/")).rstrip("/")
            await world.save(replace(entry, id="page", key="page", rev=0, allowed_origins=[origin]))
            yield chat


@pytest.fixture
async def complaints() -> AsyncIterator[list[str]]:
    """What pages complained of; a test that lets any stand fails."""
    heard: list[str] = []
    yield heard
    assert heard == []
