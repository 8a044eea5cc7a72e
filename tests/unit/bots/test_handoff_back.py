"""Customers go to a person and come back or leave; agents and bots take the word from each other."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.phrases import PHRASES
from hub.core.bots import Handoff, Say, Turn
from hub.core.models.conversations import Interaction, InteractionState
from hub.core.models.data import Entry, EntryKind
from hub.core.models.work import WorkState
from tests.fakes.handoffs import DATA, Scripted, attend, conversation_of, items, stretches, taken_over, told
from tests.fakes.world import World, agent_author
from tests.unit.bots.talk import spoken


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


# --- again, and back ------------------------------------------------------------------------------------


async def test_it_works_again_after_an_agent_gave_the_customer_back(world: World):
    bot = Scripted(back=Turn(say=[Say(text="Thanks.")], handoff=Handoff(reason="done", agent="ann")))
    said = await world.say("agent")
    await attend(world, bot, said)
    item = await taken_over(world, said)
    for _ in range(2):
        entry = Entry(id=world.ids(), kind=EntryKind.RETURNED, given=DATA, by="ann", agent="ann")
        await world.bot_turns.enter(said.conversation.id, "knowledge", entry, "ann")
        await attend(world, bot, said)
        assert bot.heard[-1].given == DATA
        said = await world.say("back")
        await attend(world, bot, said)
        conversation = await conversation_of(world, said)
        assert (conversation.handler, conversation.agent, conversation.data) == ("agent", "ann", DATA)
        assert await told(world, said) == PHRASES["en"]["handoff_returned"]
    assert [one.id for one in await items(world, said)] == [item.id]


async def test_a_bot_that_ends_gives_the_customer_back_to_the_agent_who_stayed(world: World):
    bot = Scripted(done=Turn(say=[Say(text="All done.")], end=True))
    said = await world.say("hello")
    item = await taken_over(world, said)
    entry = Entry(id=world.ids(), kind=EntryKind.RETURNED, agent="ann")
    await world.bot_turns.enter(said.conversation.id, "knowledge", entry, "ann")
    await attend(world, bot, said)
    said = await world.say("done")
    await attend(world, bot, said)
    assert (await conversation_of(world, said)).handler == "agent"
    assert (await world.item(item)).state is WorkState.ASSIGNED
    interaction = await world.store.get(Interaction, said.interaction.id)
    assert interaction.state is InteractionState.ACTIVE


async def test_a_bot_that_fails_on_an_agents_behalf_says_so(world: World):
    said = await world.say("hello")
    await taken_over(world, said)
    entry = Entry(id=world.ids(), kind=EntryKind.RETURNED, agent="ann")
    await world.bot_turns.enter(said.conversation.id, "knowledge", entry, "ann")
    await attend(world, Scripted(**{"": Turn()}), said)
    conversation = await conversation_of(world, said)
    assert (conversation.handler, conversation.agent) == ("agent", "ann")
    assert await told(world, said) == PHRASES["en"]["handoff_bot_failed"]
    assert ("bot_failed", 1, 0) in await stretches(world)


async def test_the_agent_takes_the_word_back_at_any_time_and_keeps_the_data(world: World):
    bot = Scripted()
    said = await world.say("hello")
    await taken_over(world, said)
    entry = Entry(id=world.ids(), kind=EntryKind.RETURNED, agent="ann")
    await world.bot_turns.enter(said.conversation.id, "knowledge", entry, "ann")
    await attend(world, bot, said)
    said = await world.say("hello")
    await attend(world, bot, said)
    await taken_over(world, said)
    conversation = await conversation_of(world, said)
    assert (conversation.handler, conversation.data) == ("agent", DATA)
    heard = len(bot.heard)
    said = await world.say("and now?")
    await attend(world, bot, said)
    assert len(bot.heard) == heard


async def test_an_agent_may_write_beside_the_bot_and_no_answer_is_lost(world: World):
    bot = Scripted()
    said = await world.say("hello")
    await taken_over(world, said)
    entry = Entry(id=world.ids(), kind=EntryKind.RETURNED, agent="ann")
    await world.bot_turns.enter(said.conversation.id, "knowledge", entry, "ann")
    await attend(world, bot, said)
    said = await world.say("4711")
    await world.outbox.reply(said.conversation.id, by=agent_author(), text="Well done!", client_id="r")
    await attend(world, bot, said)
    assert bot.heard[-1].text == "4711"


# --- leaving --------------------------------------------------------------------------------------------


async def test_who_leaves_while_the_bot_thinks_is_not_queued(world: World):
    bot = Scripted(lost=Turn(handoff=Handoff(reason="lost")))
    said = await world.say("lost")
    bot.during.append(world.conversations.end_interaction(said.interaction.id, "customer"))
    await attend(world, bot, said)
    assert await items(world, said) == []
    assert await spoken(world, said) == []


async def test_who_leaves_the_queue_is_waited_for_no_more(world: World):
    said = await world.say("agent")
    await attend(world, Scripted(), said)
    await world.conversations.end_interaction(said.interaction.id, "customer")
    [item] = await items(world, said)
    assert item.state is WorkState.ABANDONED


async def test_who_leaves_an_agents_flow_leaves_the_agent_to_finish(world: World):
    said = await world.say("hello")
    await taken_over(world, said)
    entry = Entry(id=world.ids(), kind=EntryKind.RETURNED, agent="ann")
    await world.bot_turns.enter(said.conversation.id, "knowledge", entry, "ann")
    await world.conversations.end_interaction(said.interaction.id, "customer")
    conversation = await conversation_of(world, said)
    assert (conversation.handler, conversation.work_state) == ("agent", WorkState.ASSIGNED)
