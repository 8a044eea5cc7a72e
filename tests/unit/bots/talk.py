"""A bot to talk with, and looking at what was said: for the tests of the runner and of handoff."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bots.guards import Limits
from bots.registry import Registry
from bots.runner import Runner
from hub.core.bots import PERSON, Bot, Handoff, Say, Turn, TurnInput
from hub.core.models.conversations import (
    AuthorKind,
    BotMemory,
    Choice,
    Conversation,
    Direction,
    Interaction,
    Message,
)
from hub.core.models.work import Requirement, WorkItem
from hub.services.inbound import Receipt
from tests.fakes.clock import settle
from tests.fakes.world import World


class Parrot:
    """Says what it hears; waits at a gate when it has one; does what some words tell it."""

    name = "knowledge"

    def __init__(self) -> None:
        self.heard: list[TurnInput] = []
        self.gate: asyncio.Event | None = None
        self.at_once = 0
        self.most_at_once = 0

    async def take_turn(self, turn: TurnInput) -> Turn:
        self.heard.append(turn)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self.gate:
            await self.gate.wait()
        self.at_once -= 1
        match turn.text:
            case "explode":
                raise RuntimeError("boom")
            case "choose":
                choices = [Choice(label="The red one", value="red"), Choice(label="A person", value=PERSON)]
                return Turn(say=[Say(text="Which?")], choices=choices)
            case "speak german":
                skills = [Requirement(skill="german", minimum=3)]
                return Turn(handoff=Handoff(reason="language", skills=skills, queue="sales"))
            case "lost":
                return Turn(handoff=Handoff(reason="lost", queue="nowhere"))
            case "bye":
                return Turn(say=[Say(text="Bye!")], end=True)
        return Turn(say=[Say(text=f"You said {turn.text}")], slots={"last": turn.text})


@asynccontextmanager
async def running(world: World, bot: Bot, limits: Limits | None = None) -> AsyncIterator[Runner]:
    runner = Runner(world, Registry(bot), world.clock, limits)
    stop = runner.listen(world.database)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(runner.run())
        try:
            yield runner
        finally:
            stop()
            task.cancel()


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Let everything run until the condition holds."""
    async with asyncio.timeout(60):
        while not await condition():
            await settle()


async def messages(world: World, said: Receipt) -> list[Message]:
    return await world.store.find(Message, {"conversation": said.conversation.id}, order="seq")


async def spoken(world: World, said: Receipt) -> list[str]:
    return [
        m.text for m in await messages(world, said) if m.author.kind is AuthorKind.BOT and not internal(m)
    ]


def internal(message: Message) -> bool:
    return message.direction is Direction.INTERNAL


async def memory(world: World, said: Receipt) -> BotMemory | None:
    return (await world.store.get(Interaction, said.interaction.id)).memory


async def answered(world: World, said: Receipt) -> None:
    """Wait until this message has had its turn."""

    async def done() -> bool:
        known = await memory(world, said)
        return known is not None and known.answered_seq >= said.message.seq

    await until(done)


async def item_of(world: World, said: Receipt) -> WorkItem:
    conversation = await world.store.get(Conversation, said.conversation.id)
    assert conversation.work_item
    return await world.store.get(WorkItem, conversation.work_item)
