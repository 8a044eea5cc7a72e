"""Fixtures of calls: a company that can be called, and a node that is only what it says."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.services.bundle import Services
from tests.fakes.telephones import Desk, at_the_desk
from tests.fakes.voice_world import FakeNode, can_be_called
from tests.fakes.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        await can_be_called(opened)
        yield opened


@pytest.fixture
def services(world: World) -> Services:
    return world.bundle()


@pytest.fixture
async def node(world: World, services: Services) -> FakeNode:
    return FakeNode(world, services)


@pytest.fixture
async def followed(node: FakeNode) -> AsyncIterator[None]:
    """The node hears of changes and its callers are attended to, as the link has it."""
    async with node.followed():
        yield


@pytest.fixture
async def desk(world: World) -> Desk:
    return await at_the_desk(world)
