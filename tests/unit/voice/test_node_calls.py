"""A node's calls in the hub: reports become messages, messages become orders; a broken link loses neither."""

import asyncio
from typing import Any

import pytest

from hub.core.errors import Conflict, HubError
from hub.core.models.calls import Call, CallState
from hub.core.models.conversations import Interaction, InteractionState, Message
from hub.core.models.work import WorkItem, WorkState
from tests.fakes.clock import settle
from tests.fakes.voice_world import FakeNode, block, texts
from tests.fakes.world import World, agent_author
from voice.orders import Answer, HangUp, Join, Speak, Wait
from voice.reports import Cause, Joined, Pressed


async def test_a_call_is_answered_greeted_and_ended(world: World, node: FakeNode) -> None:
    await node.reports(node.ringing())
    assert [order.language for order in node.ordered(Answer)] == ["en"]
    await node.reports(node.answered())
    assert [order.text for order in node.ordered(Speak)] == ["Good day."]
    await node.reports(node.heard("How long does delivery take?"), node.ended())
    assert await texts(world) == ["How long does delivery take?"]
    (call,) = await world.store.find(Call)
    assert (call.state, call.cause) == (CallState.ENDED, "normal")
    assert (await world.store.get(Interaction, call.interaction)).state is InteractionState.ENDED
    assert node.calls.call_of(call.interaction) is None


async def test_a_flow_greets_by_itself(node: FakeNode) -> None:
    await node.reports(node.ringing(called="sip:100@hub"), node.answered())
    assert len(node.ordered(Answer)) == 1
    assert node.ordered(Speak) == []


async def test_a_report_that_comes_twice_is_one_message(world: World, node: FakeNode) -> None:
    ringing, heard = node.ringing(), node.heard("hello")
    await node.reports(ringing, heard, ringing, heard)
    assert await texts(world) == ["hello"]
    assert len(await world.store.find(Call)) == 1
    assert len({order.id for order in node.ordered(Answer)}) == 1  # the node does it once


async def test_keys_are_what_was_said(world: World, node: FakeNode) -> None:
    await node.reports(node.ringing())
    await node.reports(Pressed(number=node.number(), call="c1", at=world.clock.now(), keys="4711"))
    assert await texts(world) == ["4711"]


@pytest.mark.parametrize("called", ["sip:999@hub", "sip:400@hub", "garbage", ""])
async def test_an_unknown_number_is_refused(world: World, node: FakeNode, called: str) -> None:
    await node.reports(node.ringing(called=called))
    assert [type(order) for order in node.orders] == [HangUp]
    await node.reports(node.answered(), node.heard("hello"), node.ended())
    assert await world.store.find(Call) == []


async def test_a_blocked_caller_is_refused(world: World, node: FakeNode) -> None:
    await node.reports(node.ringing(), node.ended())
    await block(world)
    await node.reports(node.ringing("c2"), node.answered("c2"), node.heard("hello", "c2"), node.ended("c2"))
    assert [(order.call, order.after_speech) for order in node.ordered(HangUp)] == [("c2", True)]
    assert [order.text for order in node.ordered(Speak) if order.call == "c2"] == [
        "I am sorry, we cannot take your call. Goodbye."
    ]
    assert "hello" not in await texts(world)


async def test_a_number_is_found_as_it_was_dialled(world: World, node: FakeNode) -> None:
    await node.reports(node.ringing(called="<sip:+442079460999@hub;user=phone>"))
    (call,) = await world.store.find(Call)
    assert call.entry_point == "line-+442079460999"


async def test_a_caller_who_hangs_up_while_waiting_leaves_no_work(world: World, node: FakeNode) -> None:
    await node.reports(node.ringing(called="sip:300@hub"), node.answered(), node.ended())
    (item,) = await world.store.find(WorkItem)
    assert item.state is WorkState.ABANDONED


async def listening(world: World, node: FakeNode) -> None:
    """Let the node's calls hear of changes, as the link does."""
    world.database.subscribe(node.calls.hear)
    await node.reports(node.ringing(called="sip:300@hub"), node.answered())


async def test_what_an_agent_writes_is_said_and_notes_are_not(world: World, node: FakeNode) -> None:
    await listening(world, node)
    (call,) = await world.store.find(Call)
    item = (await world.store.find(WorkItem))[0]
    offer = await world.offer(item)
    await world.work.accept(offer.id, "ann")
    await world.outbox.reply(call.conversation, by=agent_author(), text="Good morning!", client_id="x1")
    await node.calls.attend()
    assert "Good morning!" in [order.text for order in node.ordered(Speak)]
    messages = {message.id for message in await world.store.find(Message)}
    assert {order.id for order in node.ordered(Speak)} <= messages
    assert [order.music for order in node.ordered(Wait)] == [True]  # until the agent is on the line


async def test_ending_on_our_side_hangs_up_after_what_is_to_be_said(world: World, node: FakeNode) -> None:
    await listening(world, node)
    (call,) = await world.store.find(Call)
    await world.conversations.end_interaction(call.interaction, by="ann")
    await node.calls.attend()
    assert [(order.call, order.after_speech) for order in node.ordered(HangUp)] == [("c1", True)]


async def test_a_node_that_came_again_goes_on_with_its_calls(world: World, node: FakeNode) -> None:
    await node.reports(node.ringing(), node.answered(), node.ringing("c2", caller="+442079460555"))
    (first,) = await world.store.find(Call, {"id": "c1"})
    services = world.bundle()
    await services.bot_turns.store.get(Interaction, first.interaction)
    again = FakeNode(world, services)
    await again.calls.resume(["c1"])
    assert again.calls.call_of(first.interaction) == "c1"
    (gone,) = await world.store.find(Call, {"id": "c2"})
    assert (gone.state, gone.cause) == (CallState.ENDED, "failed")
    await again.reports(again.heard("still here"), again.ended())
    assert "still here" in await texts(world)
    (over,) = await world.store.find(Call, {"id": "c1"})
    assert over.state is CallState.ENDED


async def test_what_was_ended_while_the_link_was_broken_is_hung_up(world: World, node: FakeNode) -> None:
    await node.reports(node.ringing(), node.answered())
    (call,) = await world.store.find(Call)
    await world.conversations.end_interaction(call.interaction, by="ann")
    again = FakeNode(world, world.bundle())
    await again.calls.resume(["c1"])
    await again.calls.attend()
    assert [order.call for order in again.ordered(HangUp)] == ["c1"]


async def test_joining_waits_for_the_nodes_answer(world: World, node: FakeNode) -> None:
    await node.reports(node.ringing())

    async def answer(**values: Any) -> None:
        await settle()
        (join,) = node.ordered(Join)[-1:]
        at = world.clock.now()
        await node.reports(
            Joined(number=node.number(), call="c1", at=at, order=join.id, party="ann", **values)
        )

    async def joined(offer: str, **values: str) -> str | HubError:
        async with asyncio.TaskGroup() as tasks:
            joining = tasks.create_task(attempt(offer))
            tasks.create_task(answer(**values))
        return joining.result()

    async def attempt(offer: str) -> str | HubError:
        try:
            return await node.calls.browsers.join(Join(id="j1" + offer, call="c1", party="ann", offer=offer))
        except HubError as error:
            return error

    assert await joined("offer", answer="sdp") == "sdp"
    refused = await joined("garbage", error="The browser's offer cannot be read.")
    assert isinstance(refused, Conflict)
    assert "cannot be read" in refused.message


async def test_a_call_that_failed_is_told_as_such(world: World, node: FakeNode) -> None:
    await node.reports(node.ringing(), node.ended(cause=Cause.UNREACHABLE))
    (call,) = await world.store.find(Call)
    assert call.cause == "unreachable"
