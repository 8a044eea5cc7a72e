"""What was matched but not yet decided is matched anew when something changed meanwhile."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.core.models.staff import PresenceState
from hub.core.models.work import WorkState
from routing.router import Router
from tests.fakes.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


async def test_item_transferred_while_the_router_starts_is_not_offered_as_it_was(world: World) -> None:
    await world.agents.set_presence("ann", PresenceState.AWAY, "lunch")
    said = await world.say("A person, please")
    item = await world.work.request_person(said.conversation.id, reason="asked", actor="test")
    router = Router(world.database, world.store, world.work, world.clock)
    await router.open()  # Bob would suit
    await world.work.assign(item.id, "ann", "sue")
    await world.work.transfer(item.id, "ann", queue="sales")  # Bob has no German
    await router.step()
    assert (await world.item(item)).state is WorkState.QUEUED
    router.close()
