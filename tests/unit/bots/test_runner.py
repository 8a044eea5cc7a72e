"""The runner over the real store and services: in order, once, and always with a way to a person."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bots.guards import Limits
from bots.registry import Registry
from bots.runner import Runner
from hub.core.errors import InvalidInput, Unavailable
from hub.core.events import Change
from hub.core.models.conversations import (
    BotMemory,
    Conversation,
    Interaction,
    InteractionState,
)
from hub.core.models.work import Requirement, WorkItem, WorkState
from hub.services.bot_turns import BotTurn
from tests.fakes.clock import settle
from tests.fakes.world import World, agent_author
from tests.unit.bots.talk import (
    Parrot,
    answered,
    internal,
    item_of,
    memory,
    messages,
    running,
    spoken,
    until,
)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        yield opened


@pytest.fixture
def bot() -> Parrot:
    return Parrot()


async def test_a_message_is_answered_and_remembered(world: World, bot: Parrot):
    async with running(world, bot):
        said = await world.say("Hello", name="Kim", language="en")
        await answered(world, said)
    assert await spoken(world, said) == ["You said Hello"]
    known = await memory(world, said)
    assert known == BotMemory(
        bot="knowledge",
        answered_seq=said.message.seq,
        turns=1,
        last_said="You said Hello",
        slots={"last": "Hello"},
        since=said.message.at,
    )
    assert (bot.heard[0].contact_name, bot.heard[0].language) == ("Kim", "en")


async def test_messages_of_one_conversation_wait_for_each_other(world: World, bot: Parrot):
    bot.gate = asyncio.Event()
    async with running(world, bot):
        first = await world.say("one")
        await world.say("two")
        last = await world.say("three")
        await settle()
        assert [turn.text for turn in bot.heard] == ["one"]
        bot.gate.set()
        await answered(world, last)
    assert await spoken(world, first) == ["You said one", "You said two", "You said three"]
    assert [turn.memory.turns for turn in bot.heard] == [0, 1, 2]
    assert bot.most_at_once == 1


async def test_conversations_do_not_wait_for_each_other_up_to_the_bound(world: World, bot: Parrot):
    bot.gate = asyncio.Event()
    limits = Limits(conversations=2)
    async with running(world, bot, limits):
        said = [await world.say("Hello", visitor=f"v{number}") for number in range(4)]

        async def two_at_once() -> bool:
            await settle()
            return bot.at_once == 2

        await until(two_at_once)
        bot.gate.set()
        for one in said:
            await answered(world, one)
    assert bot.most_at_once == 2
    assert len(bot.heard) == 4


async def test_what_a_stop_left_unanswered_is_answered_at_the_start(world: World, bot: Parrot):
    first = await world.say("one")
    last = await world.say("two")
    async with running(world, bot):
        await answered(world, last)
    assert await spoken(world, first) == ["You said one", "You said two"]


async def test_a_turn_taken_again_after_a_crash_says_nothing_twice(world: World, bot: Parrot):
    class Crash(BaseException):
        """The process ends after the commit, before anybody hears of it."""

    said = await world.say("Hello")
    kept = world.bot_turns.keep

    async def crash(turn: BotTurn) -> bool:
        await kept(turn)
        raise Crash

    world.bot_turns.keep = crash  # type: ignore[method-assign]  # the crash point
    runner = Runner(world, Registry(bot), world.clock)
    owed = await runner._turns.owed(said.conversation.id)
    assert owed
    with pytest.raises(Crash):
        await runner._attend(said.conversation.id)
    world.bot_turns.keep = kept  # type: ignore[method-assign]
    await runner._turns.take(owed)  # as somebody who has not heard of it
    assert len(bot.heard) == 2
    assert await spoken(world, said) == ["You said Hello"]


async def test_a_message_that_came_while_another_was_answered_survives_a_stop(world: World, bot: Parrot):
    bot.gate = asyncio.Event()
    first = await world.say("one")
    runner = Runner(world, Registry(bot), world.clock)
    async with asyncio.TaskGroup() as group:
        turn = group.create_task(runner._attend(first.conversation.id))
        await until(lambda: _true_once(bot))
        last = await world.say("two")
        bot.gate.set()
        await answered(world, first)
        turn.cancel()
    bot.gate = None
    async with running(world, bot):
        await answered(world, last)
    assert await spoken(world, first) == ["You said one", "You said two"]


async def _true_once(bot: Parrot) -> bool:
    await settle()
    return bool(bot.heard)


async def test_asking_for_a_person_queues_with_line_and_notices(world: World, bot: Parrot):
    async with running(world, bot):
        await world.say("Where is my order?", language="zh")
        said = await world.say("转人工")
        await answered(world, said)
    item = await item_of(world, said)
    assert (item.state, item.reason, item.queue) == (WorkState.QUEUED, "asked", "support")
    lines = await messages(world, said)
    assert "正在为您转接人工客服" in (await spoken(world, said))[-1]
    notices = [(line.notice, internal(line)) for line in lines if line.notice]
    assert notices == [("handed_off", True), ("waiting", False)]
    assert (await world.store.get(Conversation, said.conversation.id)).handler == ""


async def test_a_failing_bot_hands_off(world: World, bot: Parrot):
    async with running(world, bot):
        said = await world.say("explode")
        await answered(world, said)
    assert (await item_of(world, said)).reason == "bot_failed"


async def test_a_slow_bot_hands_off(world: World, bot: Parrot):
    bot.gate = asyncio.Event()
    async with running(world, bot, Limits(turn_seconds=0.01)):
        said = await world.say("Hello")
        await answered(world, said)
    assert (await item_of(world, said)).reason == "bot_timeout"


async def test_a_looping_bot_hands_off(world: World, bot: Parrot):
    async with running(world, bot):
        for _ in range(3):
            said = await world.say("again")
            await answered(world, said)
    assert (await item_of(world, said)).reason == "bot_loop"


async def test_a_bots_handoff_carries_skills_and_queue(world: World, bot: Parrot):
    async with running(world, bot):
        said = await world.say("speak german")
        await answered(world, said)
    item = await item_of(world, said)
    assert item.extra_skills == [Requirement(skill="german", minimum=3)]
    assert item.queue == "sales"


async def test_a_queue_that_is_not_there_costs_nobody_a_person(world: World, bot: Parrot):
    async with running(world, bot):
        said = await world.say("lost")
        await answered(world, said)
    item = await item_of(world, said)
    assert (item.queue, item.reason) == ("support", "lost")


async def test_a_turn_that_cannot_succeed_ends_with_a_person(world: World, bot: Parrot, logs: list[Any]):
    good = world.bot_turns.keep

    async def refusing(turn: BotTurn) -> bool:
        if turn.says:
            raise InvalidInput("No.")
        return await good(turn)

    world.bot_turns.keep = refusing  # type: ignore[method-assign]  # refuses everything it says
    runner = Runner(world, Registry(bot), world.clock)
    said = await world.say("Hello")
    async with asyncio.TaskGroup() as group:
        group.create_task(runner._attend(said.conversation.id))

        async def given_up() -> bool:
            await world.clock.advance(5)
            return any(entry["event"] == "turn_given_up" for entry in logs)

        await until(given_up)
    assert len(bot.heard) == Limits().tries
    assert (await item_of(world, said)).reason == "bot_failed"


async def test_a_bot_nobody_knows_any_more_hands_off(world: World, bot: Parrot):
    runner = Runner(world, Registry(), world.clock)
    stop = runner.listen(world.database)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(runner.run())
        said = await world.say("Hello")
        await answered(world, said)
        task.cancel()
    stop()
    assert (await item_of(world, said)).reason == "bot_failed"


async def test_while_waiting_or_with_an_agent_the_bot_is_silent(world: World, bot: Parrot):
    async with running(world, bot):
        said = await world.say("agent")
        await answered(world, said)
        await world.say("Hello?")
        item = await item_of(world, said)
        await world.work.accept((await world.offer(item)).id, "ann")
        await world.say("Are you there?")
        await settle()
    assert bot.heard == []
    assert len(await spoken(world, said)) == 1


async def test_a_handoff_works_a_second_time_and_the_bot_starts_anew_between(world: World, bot: Parrot):
    async with running(world, bot):
        first = await world.say("agent")
        await answered(world, first)
        item = await item_of(world, first)
        item = await world.work.accept((await world.offer(item)).id, "ann")
        await world.say("still me")
        await world.outbox.reply(
            first.conversation.id, by=agent_author(), text="Done.", client_id="r1", format="plain"
        )
        await world.work.resolve(item.id, "ann")
        await world.work.complete(item.id, "ann")
        back = await world.say("One more thing")
        await answered(world, back)
        assert [turn.text for turn in bot.heard] == ["One more thing"]
        assert bot.heard[0].memory.turns == 0
        again = await world.say("a person please")
        await answered(world, again)
    second = await item_of(world, again)
    assert second.id != item.id
    assert (second.state, second.reason) == (WorkState.QUEUED, "asked")


async def test_a_customer_who_left_is_not_queued(world: World, bot: Parrot):
    bot.gate = asyncio.Event()
    async with running(world, bot):
        said = await world.say("explode")
        await until(lambda: _true_once(bot))
        await world.conversations.end_interaction(said.interaction.id, "customer")
        bot.gate.set()
        await settle()

        async def at_rest() -> bool:
            await settle()
            return bot.at_once == 0

        await until(at_rest)
    conversation = await world.store.get(Conversation, said.conversation.id)
    assert conversation.work_item is None


async def test_leaving_while_queued_cancels_the_wait(world: World, bot: Parrot):
    async with running(world, bot):
        said = await world.say("agent")
        await answered(world, said)
        item = await item_of(world, said)
        await world.conversations.end_interaction(said.interaction.id, "customer")
    assert (await world.store.get(WorkItem, item.id)).state is WorkState.ABANDONED


async def test_a_pressed_choice_reaches_the_bot_as_its_value(world: World, bot: Parrot):
    async with running(world, bot):
        said = await world.say("choose")
        await answered(world, said)
        said = await world.say("the red one")
        await answered(world, said)
        assert [turn.value for turn in bot.heard] == ["", "red"]
        said = await world.say("choose")
        await answered(world, said)
        said = await world.say("A person")
        await answered(world, said)
    assert (await item_of(world, said)).reason == "asked"


async def test_words_that_were_not_offered_are_no_choice(world: World, bot: Parrot):
    async with running(world, bot):
        said = await world.say("red")
        await answered(world, said)
    assert bot.heard[0].value == ""


async def test_goodbye_ends_the_episode(world: World, bot: Parrot):
    async with running(world, bot):
        said = await world.say("bye")

        async def ended() -> bool:
            return (await world.store.get(Interaction, said.interaction.id)).state is InteractionState.ENDED

        await until(ended)
    assert (await world.store.get(Conversation, said.conversation.id)).work_item is None


async def test_trouble_with_the_store_is_tried_again(world: World, bot: Parrot):
    good = world.bot_turns.keep
    failures = 0

    async def failing(turn: BotTurn) -> bool:
        nonlocal failures
        if failures < 2:
            failures += 1
            raise Unavailable("The disk is full.")
        return await good(turn)

    async def failed(times: int) -> bool:
        await settle()
        return failures >= times

    world.bot_turns.keep = failing  # type: ignore[method-assign]  # a store in trouble
    async with running(world, bot):
        said = await world.say("Hello")
        for failure in (1, 2):
            await until(lambda failure=failure: failed(failure))  # type: ignore[misc]  # bound in the loop
            await world.clock.advance(5)
        await answered(world, said)
    assert await spoken(world, said) == ["You said Hello"]


async def test_more_conversations_than_remembered_are_found_again(world: World, bot: Parrot):
    bot.gate = asyncio.Event()
    async with running(world, bot, Limits(waiting=1, conversations=1)):
        said = [await world.say("Hello", visitor=f"v{number}") for number in range(4)]
        bot.gate.set()
        for one in said:
            await answered(world, one)
    assert len(bot.heard) == 4


async def test_other_tenants_messages_are_not_ours(world: World, bot: Parrot):
    said = await world.say("Hello")
    runner = Runner(world, Registry(bot), world.clock)
    foreign = [Change(tenant="other", event=event) for event in await world.store.events_after(0)]
    runner.hear(foreign)
    assert said.conversation.id not in runner._waiting
