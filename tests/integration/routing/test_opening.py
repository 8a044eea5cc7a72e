"""When something opens for several items at once, the first in line is served first."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from hub.core.models.contacts import Channel
from hub.core.models.staff import PresenceState, Staff
from hub.core.models.work import Calendar, Period, Queue, WorkItem
from routing.router import Router
from tests.fakes.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


async def ask(world: World, visitor: str, priority: int) -> WorkItem:
    said = await world.say("A person, please", visitor=visitor)
    return await world.work.request_person(
        said.conversation.id, reason="asked", actor="test", priority=priority
    )


async def test_opening_hours_serve_the_first_in_line_not_the_first_that_came(world: World) -> None:
    ann = await world.store.get(Staff, "ann")
    support = await world.store.get(Queue, "support")
    later = [[Period(start="10:00", end="12:00")]] * 7  # the clock stands at 09:00
    await world.save(
        Calendar(id="hours", name="Hours", week=later),
        replace(support, calendar="hours"),
        replace(ann, capacity={Channel.CHAT: 1}),
    )
    await world.agents.set_presence("bob", PresenceState.OFFLINE)
    router = Router(world.database, world.store, world.work, world.clock)
    await ask(world, "v1", priority=0)
    world.clock.set(10)
    urgent = await ask(world, "v2", priority=5)
    await router.step()
    world.clock.set(3600)
    await router.step()
    assert (await world.item(urgent)).agent == "ann"
    router.close()
