"""Handoff as a protocol: one test for each guarantee of the design's rule 7, and all of them at random.

Explicit; always a line the customer sees, in their language, on each channel; also when the bot fails;
works again; leaving cancels it; one work item; nothing said by a bot once a person has the word.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from bots.guards import Limits
from bots.phrases import PHRASES
from bots.registry import Registry
from bots.runner import Runner
from bots.turns import Turns
from hub.core.bots import Handoff, Say, Turn
from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.conversations import Delivery
from hub.core.models.data import Entry, EntryKind
from hub.core.models.delivery import Dispatch
from hub.core.models.sms import OptOut, SmsRoute
from hub.core.models.work import Calendar, Queue, WorkState
from hub.services.inbound import InboundMessage, Receipt
from tests.fakes.clock import settle
from tests.fakes.handoffs import DATA, Scripted, attend, conversation_of, items, stretches, taken_over, told
from tests.fakes.world import World
from tests.unit.bots.talk import answered, internal, item_of, memory, messages, running, spoken, until

NUMBER, OURS = "+4915112345678", "+4930123456"
ZoneInfo("UTC")  # reads the disk, so once at import


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


# --- explicit ------------------------------------------------------------------------------------------


async def test_no_words_of_a_bot_are_taken_for_a_handoff(world: World):
    bot = Scripted(hello=Turn(say=[Say(text="I am transferring you to a human agent now. 正在为您转人工")]))
    said = await world.say("hello")
    await attend(world, bot, said)
    assert (await conversation_of(world, said)).handler == "knowledge"
    assert await items(world, said) == []


# --- a visible line -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_the_customer_sees_a_line_in_their_language(world: World, language: str):
    bot = Scripted(bye=Turn(handoff=Handoff(reason="no_answer")))
    said = await world.say("bye", language=language)
    # What they wrote last counts before what their browser says.
    await attend(world, bot, said)
    assert await told(world, said) == PHRASES["en"]["handoff_no_answer"]
    asked = await world.say("转人工", visitor="v2", language=language)
    await attend(world, bot, asked)
    assert await told(world, asked) == PHRASES["zh"]["handoff_asked"]


async def sms(world: World, text: str) -> Receipt:
    if await world.store.peek(EntryPoint, "texts") is None:
        await world.save(
            EntryPoint(
                id="texts", channel=Channel.SMS, key=OURS, name="SMS", queue="support", bot="knowledge"
            ),
            SmsRoute(id="route", entry_point="texts", number=OURS),
        )
    return await world.intake.receive(
        InboundMessage(
            entry_point="texts",
            address_kind=AddressKind.PHONE,
            address=NUMBER,
            external_id=world.ids(),
            text=text,
            at=world.clock.now(),
        )
    )


async def test_on_sms_the_line_is_a_message_on_its_way(world: World):
    said = await sms(world, "agent please")
    await attend(world, Scripted(), said)
    [line] = [one for one in await messages(world, said) if one.text == PHRASES["en"]["handoff_asked"]]
    assert line.delivery is Delivery.PENDING
    assert (await world.store.get(Dispatch, line.id)).recipient == NUMBER


async def test_who_wants_no_sms_gets_a_person_all_the_same(world: World):
    said = await sms(world, "agent please")
    await world.save(OptOut(id="out", route="route", number=NUMBER, at=world.clock.now()))
    await attend(world, Scripted(), said)
    assert (await item_of(world, said)).reason == "asked"
    assert await world.store.find(Dispatch) == []


async def test_outside_the_hours_the_line_says_so(world: World):
    await world.save(Calendar(id="never", name="Never", week=[[] for _ in range(7)]))
    queue = await world.store.get(Queue, "support")
    await world.save(replace(queue, calendar="never"))
    said = await world.say("agent please")
    await attend(world, Scripted(), said)
    assert await told(world, said) == PHRASES["en"]["handoff_closed"]
    notices = [one.notice for one in await messages(world, said) if one.notice and not internal(one)]
    assert notices == ["left_message"]


# --- whatever goes wrong --------------------------------------------------------------------------------


async def test_a_queue_nobody_knows_or_that_is_switched_off_leads_to_the_usual_one(world: World):
    sales = await world.store.get(Queue, "sales")
    await world.save(replace(sales, active=False))
    for number, queue in enumerate(("nowhere", "sales")):
        bot = Scripted(lost=Turn(handoff=Handoff(reason="lost", queue=queue)))
        said = await world.say("lost", visitor=f"v{number}")
        await attend(world, bot, said)
        item = await item_of(world, said)
        assert (item.queue, item.reason) == ("support", "lost")


async def test_without_a_bot_for_it_a_person_takes_over_also_after_a_restart(world: World):
    said = await world.say("hello")
    conversation = await conversation_of(world, said)
    await world.save(replace(conversation, handler="flow:withdrawn"))
    runner = Runner(world, Registry(Scripted()), world.clock)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(runner.run())
        await answered(world, said)
        task.cancel()
    assert (await item_of(world, said)).reason == "bot_failed"
    assert await told(world, said) == PHRASES["en"]["handoff_bot_failed"]


async def test_two_questions_without_an_answer_hand_off(world: World):
    bot = Scripted(what=Turn(say=[Say(text="I do not know.")], missed=True))
    said = await world.say("what")
    await attend(world, bot, said)
    assert await items(world, said) == []
    said = await world.say("what")
    await attend(world, bot, said)
    assert (await item_of(world, said)).reason == "no_answer"


async def test_too_long_with_a_bot_hands_off(world: World):
    limits = Limits(minutes=5)
    said = await world.say("hello")
    await attend(world, Scripted(), said, limits)
    world.clock.set(301)
    said = await world.say("still here")
    await attend(world, Scripted(), said, limits)
    assert (await item_of(world, said)).reason == "time_limit"


async def test_what_a_failing_bot_had_collected_is_kept(world: World):
    bot = Scripted(again=Turn(say=[Say(text="Again?")], missed=True, data=DATA))
    said = await world.say("again")
    await attend(world, bot, said, Limits(misses=1))
    assert (await item_of(world, said)).reason == "no_answer"
    assert (await conversation_of(world, said)).data == DATA


# --- races ----------------------------------------------------------------------------------------------


async def test_a_bot_that_is_overtaken_by_an_agent_says_nothing(world: World):
    bot = Scripted()
    said = await world.say("hello")
    bot.during.append(taken_over(world, said))
    await attend(world, bot, said)
    assert await spoken(world, said) == []
    assert (await conversation_of(world, said)).handler == "agent"


async def test_a_handoff_that_is_overtaken_makes_no_second_item(world: World):
    bot = Scripted(lost=Turn(handoff=Handoff(reason="lost")))
    said = await world.say("lost")
    bot.during.append(taken_over(world, said))
    await attend(world, bot, said)
    [item] = await items(world, said)
    assert (item.state, item.agent) == (WorkState.ASSIGNED, "ann")


async def test_handoffs_at_once_make_one_item(world: World):
    bot = Scripted(lost=Turn(handoff=Handoff(reason="lost")))
    said = await world.say("lost")
    async with asyncio.TaskGroup() as group:
        for _ in range(4):
            group.create_task(attend(world, bot, said))
            group.create_task(world.work.request_person(said.conversation.id, reason="asked", actor="c"))
    assert len(await items(world, said)) == 1
    assert len(await spoken(world, said)) <= 1


async def test_a_crash_leaves_line_and_item_or_neither(world: World):
    """There is one commit, so nothing can come between: refuse it once, and nothing is there."""
    bot = Scripted(lost=Turn(handoff=Handoff(reason="lost")))
    said = await world.say("lost")
    turns = Turns(world, Registry(bot), Limits())
    owed = await turns.owed(said.conversation.id)
    assert owed
    before = await world.store.last_seq()
    await turns.take(owed)
    committed = await world.store.events_after(before)
    kinds = [event.kind.value for event in committed]
    assert "message.added" in kinds
    assert "work_item.changed" in kinds
    assert len({event.at for event in committed}) == 1
    await turns.take(owed)  # again, as after a crash
    assert await world.store.last_seq() == committed[-1].seq


async def test_each_stretch_of_a_bot_is_recorded_once_with_its_outcome(world: World):
    bot = Scripted(
        what=Turn(say=[Say(text="I do not know.")], missed=True),
        bye=Turn(say=[Say(text="Bye!")], end=True),
    )
    said = await world.say("hello")
    await attend(world, bot, said)
    said = await world.say("what")
    await attend(world, bot, said)
    said = await world.say("agent")
    await attend(world, bot, said)
    assert await stretches(world) == [("asked", 3, 1)]
    bye = await world.say("bye", visitor="v2")
    await attend(world, bot, bye)
    left = await world.say("what", visitor="v3")
    await attend(world, bot, left)
    await world.conversations.end_interaction(left.interaction.id, "customer")
    pressed = await world.say("hello", visitor="v4")
    await world.work.request_person(pressed.conversation.id, reason="asked", actor="customer")
    assert sorted(await stretches(world)) == [
        ("asked", 0, 0),
        ("asked", 3, 1),
        ("contained", 1, 0),
        ("given_up", 1, 1),
    ]


async def test_the_runner_wakes_for_an_entry(world: World):
    bot = Scripted()
    said = await world.say("hello")
    await taken_over(world, said)
    async with running(world, bot):
        await settle()
        entry = Entry(id=world.ids(), kind=EntryKind.RETURNED, agent="ann")
        await world.bot_turns.enter(said.conversation.id, "knowledge", entry, "ann")

        async def greeted() -> bool:
            known = await memory(world, said)
            return bool(bot.heard) and known is not None and known.entry is None

        await until(greeted)
    assert [turn.kind.value for turn in bot.heard] == ["returned"]
