"""A transfer to one agent waits for that agent, but not for somebody who has left."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.core.models.staff import PresenceState
from hub.core.models.work import WorkItem, WorkState
from routing.router import Router
from tests.fakes.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


@pytest.fixture
async def router(world: World) -> AsyncIterator[Router]:
    made = Router(world.database, world.store, world.work, world.clock)
    yield made
    made.close()


async def transferred_to_bob_at_lunch(world: World, router: Router) -> WorkItem:
    """Ann hands her chat on to Bob; Bob is away, and Ann cannot get it back as she passed it on."""
    await world.agents.set_presence("bob", PresenceState.AWAY, "lunch")
    item = await world.owned("ann")
    await router.step()
    moved = await world.work.transfer(item.id, "ann", agent="bob")
    await world.agents.set_presence("sue", PresenceState.AVAILABLE)
    await router.step()
    return await world.item(moved)


async def test_waits_while_that_agent_is_signed_in(world: World, router: Router) -> None:
    item = await transferred_to_bob_at_lunch(world, router)
    assert item.state is WorkState.QUEUED
    await world.agents.set_presence("bob", PresenceState.AVAILABLE)
    await router.step()
    assert (await world.item(item)).agent == "bob"


async def test_goes_to_others_once_that_agent_has_signed_off(world: World, router: Router) -> None:
    item = await transferred_to_bob_at_lunch(world, router)
    await world.agents.set_presence("bob", PresenceState.OFFLINE)
    await router.step()
    assert (await world.item(item)).agent == "sue"
