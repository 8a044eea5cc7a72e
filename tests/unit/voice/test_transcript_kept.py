"""What people said in a call becomes messages of who said it, and is not said again."""

import pytest
from msgspec.structs import replace

from hub.core.models.calls import Call
from hub.core.models.conversations import Conversation, Direction, Message
from hub.core.models.staff import Staff
from hub.core.models.work import WorkItem
from tests.fakes.voice_world import FakeNode, passes, until
from tests.fakes.world import World
from voice.orders import CALLER, Speak, Transcribe, Wait
from voice.reports import Connected, Heard

pytestmark = pytest.mark.usefixtures("followed")


def heard(node: FakeNode, party: str, text: str) -> Heard:
    at = node.world.clock.now()
    return Heard(
        number=node.number(), call="c1", at=at, party=party, text=text, language="en", confidence=0.9
    )


async def together(world: World, node: FakeNode) -> Conversation:
    """A caller has ann on the line."""
    await node.reports(node.ringing("c1", "sip:300@hub"), node.answered("c1"))
    await until(lambda: bool(node.ordered(Wait)))
    call = await world.store.get(Call, "c1")
    (item,) = await world.store.find(WorkItem, {"conversation": call.conversation})
    offer = await world.offer(item, "ann")
    await world.work.accept(offer.id, "ann")
    await node.reports(Connected(number=node.number(), call="c1", at=world.clock.now(), party="ann"))
    return await world.store.get(Conversation, call.conversation)


async def test_what_is_said_is_kept_under_who_said_it(world: World, node: FakeNode) -> None:
    ann = await world.store.get(Staff, "ann")
    conversation = await together(world, node)
    assert [order.on for order in node.ordered(Transcribe)] == [True]
    spoken = len(node.ordered(Speak))
    said = heard(node, "ann", "I am sorry to hear that")
    await node.reports(heard(node, CALLER, "My lamp is broken"), said, said)
    await passes(world, 1)
    messages = await world.store.find(Message, {"conversation": conversation.id}, order="seq")
    lines = [one for one in messages if one.text in {"My lamp is broken", said.text}]
    assert [(one.direction, one.author.name) for one in lines][1:] == [(Direction.OUTBOUND, ann.name)]
    assert [one.text for one in lines] == ["My lamp is broken", said.text]  # once, though told twice
    assert len(node.ordered(Speak)) == spoken


async def test_what_colleagues_and_strangers_say_is_not_kept(world: World, node: FakeNode) -> None:
    conversation = await together(world, node)
    await node.reports(heard(node, "bob", "Psst."), heard(node, "+44123", "Hello, who is there?"))
    messages = await world.store.find(Message, {"conversation": conversation.id})
    assert not {"Psst.", "Hello, who is there?"} & {one.text for one in messages}


async def test_what_is_said_while_the_caller_hears_music_is_not_kept(world: World, node: FakeNode) -> None:
    conversation = await together(world, node)
    await world.save(replace(await world.store.get(Call, "c1"), held=True))
    await node.reports(heard(node, "ann", "He is quite upset, what do you think?"))
    messages = await world.store.find(Message, {"conversation": conversation.id})
    assert not any("upset" in one.text for one in messages)
