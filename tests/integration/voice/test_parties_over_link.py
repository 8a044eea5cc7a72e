"""What agents ask for reaches the node over a real socket, and outlasts a hub that is killed and back."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from hub.core.models.calls import Call, CallState, PartyState
from hub.core.models.staff import Staff
from hub.core.models.work import WorkItem, WorkState
from hub.core.records import R
from hub.services.call_work import Target
from hub.services.outgoing_calls import Wanted
from tests.fakes.voice_world import can_be_called
from tests.fakes.world import World
from tests.integration.voice.test_link import WITHIN, Hub, connected, ringing
from voice.control.telephone import Telephone
from voice.orders import Answer, Dial, Hold, Leave, Place
from voice.reports import Answered, Cause, Connected, Ended, Left

OUTSIDE, OTHER = "+442079460018", "+442079460019"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        await can_be_called(opened)
        yield opened


def telephone(world: World, hub: Hub) -> Telephone:
    assert hub.link is not None
    return Telephone(hub.link, world.bundle())


async def until(world: World, kind: type[R], id: str, what: Callable[[R], bool]) -> R:
    """Wait until a record is so."""
    noted = asyncio.Event()
    end = world.database.subscribe(lambda _: noted.set())
    try:
        async with asyncio.timeout(WITHIN):
            while not what(now := await world.store.get(kind, id)):
                noted.clear()
                await noted.wait()
        return now
    finally:
        end()


async def test_a_consultation_outlasts_the_hub(world: World) -> None:
    ann = await world.store.get(Staff, "ann")
    at = world.clock.now()
    async with connected(world) as (hub, node):
        node.calls = ["c1"]
        node.report(ringing(world, called="300"))
        await node.until(Answer)
        node.report(Answered(call="c1", at=at))
        call = await until(world, Call, "c1", lambda one: one.state is CallState.UP)
        (item,) = await world.store.find(WorkItem)
        await world.work.assign(item.id, "ann", "ann")
        party = await telephone(world, hub).invite(call, ann, Target(kind="number", id=OTHER))
        (dial,) = await node.until(Dial)
        assert isinstance(dial, Dial)
        assert (dial.call, dial.party, dial.uri) == ("c1", party.id, OTHER)
        assert [(one.party, one.on) for one in await node.until(Hold) if isinstance(one, Hold)] == [
            ("", True)
        ]
        await hub.kill()
        node.report(Connected(call="c1", at=at, party=party.id))
        await hub.start()
        call = await until(world, Call, "c1", lambda one: one.parties[0].state is PartyState.CONNECTED)
        await telephone(world, hub).complete(call, ann)
        assert (await world.store.get(WorkItem, item.id)).state is WorkState.WRAP_UP
        node.report(Left(call="c1", at=at, party=party.id, cause=Cause.NORMAL))
        node.report(Ended(call="c1", at=at, cause=Cause.NORMAL))
        over = await until(world, Call, "c1", lambda one: one.state is CallState.ENDED)
        assert over.parties == []


async def test_a_customer_is_called(world: World) -> None:
    ann = await world.store.get(Staff, "ann")
    at = world.clock.now()
    async with connected(world) as (hub, node):
        node.calls = ["c1"]
        node.report(ringing(world, called="300"))
        await node.until(Answer)  # from now on the node is known
        call = await telephone(world, hub).place(ann, Wanted(number=OUTSIDE))
        (place,) = await node.until(Place)
        assert isinstance(place, Place)
        assert (place.call, place.uri) == (call.id, OUTSIDE)
        node.calls.append(call.id)
        node.report(Answered(call=call.id, at=at), Connected(call=call.id, at=at, party="nobody"))
        assert (await node.until(Leave))[0].call == call.id  # whom nobody expects
        await until(world, Call, call.id, lambda one: one.state is CallState.UP)
        node.report(Ended(call=call.id, at=at, cause=Cause.NORMAL))
        await until(world, Call, call.id, lambda one: one.state is CallState.ENDED)
        (item,) = await world.store.find(WorkItem, {"interaction": call.interaction})
        await until(world, WorkItem, item.id, lambda one: one.state is WorkState.WRAP_UP)
