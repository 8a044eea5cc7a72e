"""Random talks between customers, bots that answer or fail, agents, restarts: nobody is ever left alone."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bots.guards import Limits
from bots.registry import Registry
from bots.runner import Runner
from hub.core.bots import Handoff, Say, Turn, TurnInput
from hub.core.errors import HubError, Unavailable
from hub.core.events import Change
from hub.core.models.conversations import (
    AuthorKind,
    Conversation,
    ConversationState,
    Direction,
    Interaction,
    InteractionState,
    Message,
)
from hub.core.models.data import Entry, EntryKind, Field
from hub.core.models.work import WorkItem, WorkState
from hub.core.transitions import OPEN_WORK
from tests.fakes.world import World, agent_author

STEPS = 40
WORDS = ["hello", "fail", "agent", "silent", "again", "lost", "bye", "collect", "odd", "slow"]


class Moody:
    """A bot that fails in every way there is; while it thinks, something else may happen."""

    name = "knowledge"

    def __init__(self, walk: "Walk") -> None:
        self.walk = walk
        self.collected = 0

    async def take_turn(self, turn: TurnInput) -> Turn:
        await self.walk.meanwhile()
        match turn.text:
            case "fail":
                raise RuntimeError("boom")
            case "slow":
                raise TimeoutError
            case "silent":
                return Turn()
            case "again":
                return Turn(say=[Say(text="Again?")], missed=True)
            case "lost":
                return Turn(say=[Say(text="Wait.")], handoff=Handoff(reason="lost", queue="nowhere"))
            case "bye":
                return Turn(say=[Say(text="Bye!")], end=True)
            case "odd":
                return Turn(say=[Say(text="  ")])  # nothing that could be sent
            case "collect":
                self.collected += 1
                field = Field(name=f"n{self.collected}", value=self.collected)
                return Turn(say=[Say(text=f"Got {self.collected}.")], data=[field])
        return Turn(say=[Say(text=f"You said {turn.text} {turn.id}")])


class Walk:
    """One walk; `hear` checks every commit as it happens."""

    def __init__(self, world: World, seed: int) -> None:
        self.world = world
        self.draw = Random(seed)
        self.bot = Moody(self)
        self.handlers: dict[str, str] = {}
        self.data: dict[str, set[str]] = {}
        self.faults: list[str] = []
        self.inside = False
        self.wrap()

    def wrap(self) -> None:
        """Let the store refuse a commit now and then, before or after it was made."""
        good = self.world.bot_turns.keep

        async def keep(turn: Any) -> bool:
            fate = self.draw.random()
            if fate < 0.05:
                raise Unavailable("The disk is full.")
            kept = await good(turn)
            if fate > 0.95:
                raise RuntimeError("The process ended after the commit.")
            return kept

        self.world.bot_turns.keep = keep  # type: ignore[method-assign]  # a store in trouble

    def hear(self, changes: list[Change]) -> None:
        """Check a commit against what was before it."""
        seen = [change.record for change in changes]
        visible = [
            one
            for one in seen
            if isinstance(one, Message) and one.direction is Direction.OUTBOUND and (one.text or one.notice)
        ]
        for one in seen:
            by_bot = one if isinstance(one, Message) and one.author.kind is AuthorKind.BOT else None
            if by_bot and self.handlers.get(by_bot.conversation) != self.bot.name:
                self.faults.append(f"the bot spoke without the word: {by_bot.text}")
            if isinstance(one, WorkItem) and one.rev == 1 and not visible and one.reason != "taken":
                self.faults.append(f"nobody told the customer of a handoff: {one.reason}")
        for one in seen:
            if isinstance(one, Conversation):
                self.handlers[one.id] = one.handler
                names = {field.name for field in one.data}
                if not self.data.get(one.id, set()) <= names:
                    self.faults.append("collected data was lost")
                self.data[one.id] = names

    async def meanwhile(self) -> None:
        """Let somebody be quicker than the bot, now and then."""
        if not self.inside and self.draw.random() < 0.3:
            self.inside = True
            await self.tried(self.draw.choice([self.take, self.leave, self.write, self.ask]))
            self.inside = False

    async def tried(self, step: Callable[[], Awaitable[None]]) -> None:
        try:
            await step()
        except HubError:
            return  # refused, as it may be

    async def somebody(self) -> Conversation | None:
        found = await self.world.store.find(Conversation)
        return self.draw.choice(found) if found else None

    async def write(self) -> None:
        await self.world.say(self.draw.choice(WORDS), visitor=f"v{self.draw.randrange(3)}")

    async def ask(self) -> None:
        if one := await self.somebody():
            await self.world.work.request_person(one.id, reason="asked", actor=one.contact)

    async def leave(self) -> None:
        one = await self.somebody()
        if one is None:
            return
        before = await self.world.store.get(Interaction, one.interaction)
        await self.world.conversations.end_interaction(one.interaction, one.contact)
        now = await self.world.store.get(Conversation, one.id)
        if before.state is InteractionState.ACTIVE and now.work_state in {
            WorkState.QUEUED,
            WorkState.OFFERED,
        }:
            self.faults.append("somebody who left is waited for")

    async def take(self) -> None:
        if one := await self.somebody():
            await self.world.work.take(one.id, self.draw.choice(["ann", "bob"]))

    async def answer(self) -> None:
        one = await self.somebody()
        if one and one.agent:
            by = agent_author(one.agent)
            await self.world.outbox.reply(one.id, by=by, text="Hm.", client_id=self.world.ids())

    async def give_back(self) -> None:
        one = await self.somebody()
        if one and one.agent and one.work_state is WorkState.ASSIGNED:
            given = [Field(name="given", value=True)]
            entry = Entry(id=self.world.ids(), kind=EntryKind.RETURNED, given=given, agent=one.agent)
            await self.world.bot_turns.enter(one.id, self.bot.name, entry, one.agent)

    async def hand_on(self) -> None:
        one = await self.somebody()
        if one and one.agent and one.work_item:
            step = self.draw.choice(["resolve", "transfer", "park", "requeue"])
            match step:
                case "resolve":
                    await self.world.work.resolve(one.work_item, one.agent)
                    await self.world.work.complete(one.work_item, one.agent)
                case "transfer":
                    await self.world.work.transfer(one.work_item, one.agent, queue="sales")
                case "park":
                    await self.world.work.park(one.work_item, one.agent)
                case "requeue":
                    await self.world.work.requeue(one.work_item, one.agent)

    async def settle(self) -> None:
        """Let a runner, as after a restart, do what is to be done."""
        runner = Runner(self.world, Registry(self.bot), self.world.clock, Limits(tries=2))
        while owing := await self.owing(runner):
            async with asyncio.TaskGroup() as group:
                task = group.create_task(runner._attend(owing))
                while not task.done():
                    await self.world.clock.advance(5)

    async def owing(self, runner: Runner) -> str | None:
        """Return a conversation in which a bot's turn is owed; there may be new ones meanwhile."""
        for one in await self.world.store.find(Conversation):
            if await runner._turns.owed(one.id):
                return one.id
        return None

    async def check(self) -> None:
        """Check that every customer who is there has somebody, and nobody has two."""
        assert self.faults == []
        for one in await self.world.store.find(Conversation):
            items = await self.world.store.find(WorkItem, {"conversation": one.id})
            under_way = [item for item in items if item.state in OPEN_WORK - {WorkState.WRAP_UP}]
            assert len(under_way) <= 1
            interaction = await self.world.store.get(Interaction, one.interaction)
            if interaction.state is InteractionState.ACTIVE and one.state is ConversationState.OPEN:
                memory = interaction.memory
                has_bot = one.handler == self.bot.name and memory is not None and not memory.handed_off
                assert under_way or has_bot, (one, memory)


@pytest.mark.parametrize("seed", range(12))
async def test_nobody_is_left_alone(tmp_path: Path, seed: int):
    async with await World.open(tmp_path) as world:
        walk = Walk(world, seed)
        stop = world.database.subscribe(walk.hear)
        steps = [walk.write] * 5 + [walk.take, walk.leave, walk.answer, walk.give_back, walk.hand_on]
        for _ in range(STEPS):
            await walk.tried(walk.draw.choice(steps))
            if walk.draw.random() < 0.7:
                await walk.settle()
                await walk.check()
        await walk.settle()
        await walk.check()
        stop()
