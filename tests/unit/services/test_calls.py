"""Calls as interactions: begun once, owed to a flow or a queue, ended once."""

import pytest
from msgspec.structs import replace

from hub.core.errors import NotAllowed, NotFound
from hub.core.models.calls import Call, CallState
from hub.core.models.conversations import Conversation, Interaction
from hub.core.models.data import EntryKind
from hub.core.models.work import WorkItem, WorkState
from hub.services.calls import Calls, Incoming
from tests.fakes.voice_world import CALLER, block, can_be_called
from tests.fakes.world import World


@pytest.fixture
async def calls(world: World) -> Calls:
    await can_be_called(world)
    return Calls(world.store, world.clock, world.ids)


def incoming(line: str, id: str = "c1", number: str = CALLER) -> Incoming:
    return Incoming(
        id=id, node="n1", entry_point=f"line-{line}", number=number, remote=f"sip:{number}@net", called=line
    )


async def test_a_call_begins_once(world: World, calls: Calls) -> None:
    first = await calls.begin(incoming("200"))
    assert await calls.begin(incoming("200")) == first
    assert len(await world.store.find(Interaction)) == 1
    conversation = await world.store.get(Conversation, first.conversation)
    assert (conversation.handler, conversation.channel.value) == ("knowledge", "voice")


async def test_a_flow_owes_the_first_turn(world: World, calls: Calls) -> None:
    call = await calls.begin(incoming("100"))
    interaction = await world.store.get(Interaction, call.interaction)
    assert interaction.memory
    assert interaction.memory.entry
    assert (interaction.memory.bot, interaction.memory.entry.kind) == ("flow:reception", EntryKind.START)


async def test_without_a_bot_it_waits_for_a_person(world: World, calls: Calls) -> None:
    call = await calls.begin(incoming("300"))
    (item,) = await world.store.find(WorkItem)
    assert (item.conversation, item.queue, item.state) == (call.conversation, "support", WorkState.QUEUED)


async def test_a_blocked_caller_is_refused(world: World, calls: Calls) -> None:
    await calls.begin(incoming("200"))
    await block(world)
    with pytest.raises(NotAllowed):
        await calls.begin(incoming("200", id="c2"))
    assert len(await world.store.find(Call)) == 1


async def test_a_number_that_is_switched_off_is_refused(calls: Calls) -> None:
    with pytest.raises(NotFound, match="switched off"):
        await calls.begin(incoming("400"))


async def test_callers_who_withhold_their_number_are_different_people(world: World, calls: Calls) -> None:
    one = await calls.begin(incoming("200", number=""))
    other = await calls.begin(incoming("200", id="c2", number=""))
    assert one.conversation != other.conversation


async def test_its_life_goes_forward_only(calls: Calls) -> None:
    call = await calls.begin(incoming("200"))
    up = await calls.answered(call.id)
    assert up.state is CallState.UP
    assert await calls.answered(call.id) == up
    over = await calls.ended(call.id, "normal")
    assert (over.state, over.cause) == (CallState.ENDED, "normal")
    assert await calls.ended(call.id, "failed") == over
    assert await calls.answered(call.id) == over


async def test_a_call_may_end_before_it_was_taken(calls: Calls) -> None:
    call = await calls.begin(incoming("200"))
    over = await calls.ended(call.id, "no_answer")
    assert over.state is CallState.ENDED
    assert over == replace(over, answered_at=None)


async def test_reports_are_taken_in_their_order(calls: Calls) -> None:
    assert await calls.taken("n1") == 0
    await calls.take("n1", 5)
    await calls.take("n1", 3)
    assert await calls.taken("n1") == 5
    assert await calls.taken("n2") == 0
