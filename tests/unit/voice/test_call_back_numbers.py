"""Callers who show no number and want to be called back: asked for one, read it back, called there."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from hub.core.models.calls import Call
from hub.core.models.contacts import Address
from hub.core.models.conversations import Direction
from hub.core.models.work import Queue, WorkItem, WorkState
from tests.fakes.clock import settle
from tests.fakes.voice_world import FakeNode
from tests.fakes.world import World
from tests.unit.voice.test_waiting import ALWAYS_CLOSED
from voice.orders import HangUp, Speak
from voice.reports import Cause

NUMBER = "+442079460321"


@pytest.fixture
async def node(node: FakeNode) -> AsyncIterator[FakeNode]:
    async with node.calling_back():
        yield node


async def asked(node: FakeNode) -> None:
    """Somebody who shows no number wants to be called back."""
    await node.reports(node.ringing(called="sip:300@hub", caller="anonymous"), node.answered())
    await node.until_said("press 1")
    await node.reports(node.pressed("1"))
    await node.until_said("Which number shall we call?")


async def only_item(world: World) -> WorkItem:
    (item,) = await world.store.find(WorkItem)
    return item


@pytest.mark.parametrize(
    "told", ["02079460321", "00442079460321", "oh two oh, seven nine four six, oh three two one"]
)
@pytest.mark.parametrize("yes", ["1", "Yes, that's right."])
async def test_a_number_is_typed_or_said_and_confirmed(
    world: World, node: FakeNode, told: str, yes: str
) -> None:
    await asked(node)
    (question,) = [order for order in node.ordered(Speak) if "Which number" in order.text]
    assert (question.listen.kind, question.listen.digits) == ("phone", 17)
    await node.reports(node.pressed(told) if told.isdigit() else node.heard(told))
    read_back = node.said()[-1]
    assert "4 4 2 0 7 9 4 6 0 3 2 1" in read_back
    assert (await only_item(world)).call_back is None
    await node.reports(node.pressed(yes) if yes == "1" else node.heard(yes))
    assert "keep your place" in node.said()[-1]
    assert node.ordered(HangUp)[-1].after_speech
    assert (await only_item(world)).call_back is not None
    assert (await world.store.get(Call, "c1")).call_back == NUMBER


async def test_another_number_is_asked_for(world: World, node: FakeNode) -> None:
    await asked(node)
    await node.reports(node.pressed("02079460999"), node.pressed("2"))
    assert "Which number" in node.said()[-1]
    await node.reports(node.pressed("02079460321"), node.pressed("1"))
    assert (await world.store.get(Call, "c1")).call_back == NUMBER


@pytest.mark.parametrize(
    ("told", "answer"),
    [
        ("5", "no telephone number"),
        ("0012025550123", "cannot call that"),
        ("09098790000", "cannot call that"),
    ],
)
async def test_what_is_no_number_of_ours_to_call_is_not_taken(
    world: World, node: FakeNode, told: str, answer: str
) -> None:
    await asked(node)
    await node.reports(node.pressed(told))
    assert answer in node.said()[-1]
    assert "Which number" in node.said()[-1]
    await node.reports(node.nothing(understood=True), node.pressed("7"))
    assert "did not get a number" in node.said()[-1]
    assert (await only_item(world)).call_back is None
    await node.until_said("press 1")  # in line as before


async def test_nothing_else_is_said_meanwhile(world: World, node: FakeNode) -> None:
    await asked(node)
    said = len(node.said())
    for _ in range(120):
        await world.clock.advance(1)
        await world.store.find(Call)
    assert node.said()[said:] == []


async def test_whoever_accepts_has_that_number_called_in_the_same_conversation(
    world: World, node: FakeNode
) -> None:
    await asked(node)
    await node.reports(node.pressed("02079460321"), node.pressed("1"), node.ended())
    item = await only_item(world)
    for tries in (1, 2):  # nobody answers the first time
        order = await node.call_back_accepted(item)
        call = await world.store.get(Call, order.call)
        assert NUMBER in order.uri
        assert (call.direction, call.number) == (Direction.OUTBOUND, NUMBER)
        assert call.conversation == item.conversation
        if tries == 1:
            await node.reports(node.ended(order.call, Cause.NO_ANSWER))
            async with asyncio.timeout(40):
                while (await world.item(item)).state is not WorkState.QUEUED:
                    await settle()
    await node.reports(node.answered(order.call))
    await node.until_said("You asked us to call you back", order.call)
    assert await world.store.find(Address, {"value": NUMBER}) == []  # nobody has shown that it is theirs


async def test_out_of_hours_a_number_is_asked_for_too(world: World, node: FakeNode) -> None:
    queue = await world.store.get(Queue, "support")
    await world.save(ALWAYS_CLOSED, replace(queue, calendar="night"))
    await asked(node)
    await world.clock.advance(30)
    assert not any("Thank you for calling" in text for text in node.said())
    await node.reports(node.pressed("02079460321"), node.pressed("1"), node.ended())
    item = await only_item(world)
    assert (item.state, item.call_back is not None) == (WorkState.QUEUED, True)
