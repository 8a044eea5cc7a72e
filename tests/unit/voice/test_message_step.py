"""The flow step `voicemail` on the phone: what is said is recorded and becomes work; the flow goes on."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from hub.core.models.calls import Call
from hub.core.models.contacts import Channel
from hub.core.models.conversations import Conversation, Message
from hub.core.models.recordings import Recording
from hub.core.models.work import WorkItem, WorkState
from hub.services.bundle import Services
from tests.fakes.flow_talk import Talk
from tests.fakes.voice_world import FakeNode, passes, until
from tests.fakes.world import World
from tests.unit.voice.test_recordings import recorded
from voice.orders import HangUp, Speak, TakeMessage

FLOW = """
title: {en: Messages, zh: 留言}
languages: [en, zh]
start: ask
steps:
  ask: {kind: voicemail, variable: left, queue: sales, text: {en: Leave a message., zh: 请留言。}, next: more}
  more: {kind: collect, variable: number, text: {en: Which order is it about?, zh: 订单号？}, next: bye}
  bye: {kind: end, text: {en: Bye, zh: 再见}}
variables:
  left: {kind: text}
  number: {kind: text}
"""


@pytest.fixture
async def talk(world: World) -> Talk:
    talk = Talk(world, entry="line-500")
    await talk.library.start(world.database)
    await talk.publish(messages=FLOW)
    await talk.serve("messages", Channel.VOICE)
    return talk


@pytest.fixture
def services(talk: Talk) -> Services:
    return talk.services


@pytest.fixture
async def node(world: World, services: Services, talk: Talk) -> AsyncIterator[FakeNode]:
    node, runner = FakeNode(world, services), talk.runner()
    end = runner.listen(world.database)
    async with node.followed(), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(runner.run())
        yield node
        running.cancel()
    end()


async def asked(node: FakeNode) -> TakeMessage:
    await node.reports(node.ringing(called="sip:line-500@hub"), node.answered())
    await node.until_said("Speak after the tone")
    await until(lambda: bool(node.ordered(TakeMessage)))
    (order,) = node.ordered(TakeMessage)
    return order


async def work(world: World) -> list[WorkItem]:
    return await world.store.find(WorkItem, {"state": WorkState.QUEUED})


async def message_of(world: World, order: TakeMessage) -> tuple[Recording, Message]:
    recording = await world.store.get(Recording, order.recording)
    return recording, await world.store.get(Message, recording.message)


async def test_a_message_is_recorded_becomes_a_matter_and_the_flow_goes_on(
    world: World, node: FakeNode
) -> None:
    order = await asked(node)
    texts = [one.text for one in node.ordered(Speak)]
    assert "Leave a message." in texts[-2]
    await node.reports(recorded(node, order.recording, text="My lamp is broken."))
    await node.until_said("Which order")
    assert node.ordered(HangUp) == []
    recording, message = await message_of(world, order)
    matter = await world.store.get(Conversation, recording.conversation)
    assert (message.conversation, message.text) == (matter.id, "My lamp is broken.")
    assert (matter.queue, matter.tags, recording.queue) == ("sales", ["voicemail"], "sales")
    (item,) = await work(world)
    assert (item.id, item.reason) == (matter.work_item, "voicemail")
    await node.reports(node.ended())
    assert await work(world) == [item]


async def test_a_message_that_nobody_understood_is_kept_too(world: World, node: FakeNode) -> None:
    order = await asked(node)
    await node.reports(recorded(node, order.recording))
    await node.until_said("Which order")
    _, message = await message_of(world, order)
    assert message.text == "A voice message, which could not be written down."


async def test_who_says_nothing_is_asked_again(world: World, node: FakeNode) -> None:
    order = await asked(node)
    await node.reports(recorded(node, order.recording, seconds=0.0))
    await until(lambda: len(node.ordered(TakeMessage)) == 2)
    again = node.ordered(TakeMessage)[-1]
    assert again.recording != order.recording
    await node.reports(recorded(node, again.recording, text="Here I am."))
    await node.until_said("Which order")
    assert len(await work(world)) == 1


async def test_whoever_hangs_up_while_speaking_has_left_a_message(world: World, node: FakeNode) -> None:
    order = await asked(node)
    await node.reports(node.ended(), recorded(node, order.recording, text="Call me, please."))
    await passes(world, 2)
    recording, message = await message_of(world, order)
    assert message.text == "Call me, please."
    (item,) = await work(world)
    assert (item.conversation, item.reason) == (recording.conversation, "voicemail")


async def test_whoever_hangs_up_before_the_flow_could_act_has_left_a_message(
    world: World, talk: Talk, services: Services
) -> None:
    node = FakeNode(world, services)  # no bot takes its turns here
    await node.reports(node.ringing(called="sip:line-500@hub"), node.answered())
    await node.calls.recordings.take_answer(await world.store.get(Call, "c1"), "en")
    (order,) = node.ordered(TakeMessage)
    await node.reports(recorded(node, order.recording, text="Call me."), node.ended())
    (item,) = await work(world)
    recording, message = await message_of(world, order)
    assert (item.reason, item.conversation) == ("voicemail", recording.conversation)
    said = await world.store.find(Message, {"direction": "inbound"})
    assert [one.id for one in said] == [message.id]
