"""Call-backs: an agent accepts, the customer is called and hears by whom; if nobody answers, again later."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from hub.core.models.calls import Call, CallState
from hub.core.models.conversations import Conversation, ConversationState, Direction
from hub.core.models.staff import AgentState, PresenceState
from hub.core.models.work import WorkItem, WorkState
from hub.services.bundle import Services
from tests.fakes.voice_world import CALLER, FakeNode, passes, until, until_state
from tests.fakes.world import World
from voice.orders import Place, Speak, Wait
from voice.reports import Cause


@pytest.fixture
async def node(node: FakeNode) -> AsyncIterator[FakeNode]:
    async with node.calling_back():
        yield node


async def asked(node: FakeNode) -> WorkItem:
    """A caller who wants to be called back, and hangs up."""
    await node.reports(node.ringing(called="sip:300@hub"), node.answered())
    await node.until_said("press 1")
    await node.reports(node.pressed("1"), node.ended())
    call = await node.world.store.get(Call, "c1")
    (item,) = await node.world.store.find(WorkItem, {"conversation": call.conversation})
    return item


async def test_whoever_accepts_has_the_customer_called(world: World, node: FakeNode) -> None:
    item = await asked(node)
    order = await node.call_back_accepted(item)
    assert CALLER in order.uri
    call = await world.store.get(Call, order.call)
    assert (call.direction, call.number, call.conversation) == (
        Direction.OUTBOUND,
        CALLER,
        item.conversation,
    )
    assert (await world.item(item)).call_back is not None  # nobody has answered yet
    await node.reports(node.answered(order.call))
    hello = await node.until_said("You asked us to call you back", order.call)
    assert hello
    talking = await world.item(item)
    assert (talking.state, talking.agent, talking.call_back) == (WorkState.ASSIGNED, "ann", None)
    await node.reports(node.ended(order.call))
    assert (await world.item(item)).state is WorkState.WRAP_UP


async def test_who_does_not_answer_is_called_again_later(world: World, node: FakeNode) -> None:
    item = await asked(node)
    order = await node.call_back_accepted(item)
    await node.reports(node.ended(order.call, Cause.NO_ANSWER))
    later = await until_state(world, item, WorkState.QUEUED)
    assert later.call_back is not None
    assert later.call_back.tries == 1
    assert later.arrived_at == item.arrived_at
    assert later.not_before is not None
    assert timedelta(0) < later.not_before - world.clock.now() <= timedelta(seconds=900)
    assert (await world.store.get(AgentState, "ann")).held == {}
    assert (await world.store.get(AgentState, "ann")).presence is PresenceState.AVAILABLE
    conversation = await world.store.get(Conversation, item.conversation)
    assert (conversation.state, conversation.work_item) == (ConversationState.OPEN, item.id)


async def test_a_call_back_is_given_up_after_its_tries(world: World, node: FakeNode) -> None:
    item = await asked(node)
    for _ in range(3):
        order = await node.call_back_accepted(item)
        await node.reports(node.ended(order.call, Cause.BUSY))
    given_up = await until_state(world, item, WorkState.CANCELLED)
    assert given_up.agent == "ann"
    assert (await world.store.get(AgentState, "ann")).held == {}
    conversation = await world.store.get(Conversation, item.conversation)
    assert conversation.state is ConversationState.RESOLVED


async def test_a_number_that_may_not_be_called_counts_as_not_answered(world: World, node: FakeNode) -> None:
    await node.reports(node.ringing(called="sip:300@hub", caller="+12025550123"), node.answered())
    await node.until_said("press 1")
    await node.reports(node.pressed("1"), node.ended())
    call = await world.store.get(Call, "c1")
    (item,) = await world.store.find(WorkItem, {"conversation": call.conversation})
    offer = await world.offer(item)
    await world.work.accept(offer.id, "ann")
    later = await until_state(world, item, WorkState.QUEUED)
    assert later.call_back is not None
    assert later.call_back.tries == 1
    assert node.ordered(Place) == []


async def test_a_caller_still_on_the_line_is_not_called_before_they_hang_up(
    world: World, node: FakeNode
) -> None:
    await node.reports(node.ringing(called="sip:300@hub"), node.answered())
    await node.until_said("press 1")
    await node.reports(node.pressed("1"))
    call = await world.store.get(Call, "c1")
    (item,) = await world.store.find(WorkItem, {"conversation": call.conversation})
    offer = await world.offer(item)
    await world.work.accept(offer.id, "ann")
    await passes(world, 3)
    assert node.ordered(Place) == []
    await node.reports(node.ended())
    async with asyncio.timeout(40):
        while not node.ordered(Place):
            await passes(world, 1)
    assert (await world.item(item)).state is WorkState.ASSIGNED


async def test_the_hub_comes_back_with_a_call_back_accepted(world: World, services: Services) -> None:
    first = FakeNode(world, services)
    async with first.followed():
        item = await asked(first)
    offer = await world.offer(item)
    await world.work.accept(offer.id, "ann")
    again = FakeNode(world, services)
    async with again.calling_back():
        await until(lambda: bool(again.ordered(Place)))
    assert (await world.store.get(Call, again.ordered(Place)[0].call)).state is CallState.RINGING
    assert [*again.ordered(Speak), *again.ordered(Wait)] == []
