"""Which bots can be chosen: those built in, and the flows that are published at this moment."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bots.flow.bot import FlowBots
from bots.flow.library import Library
from bots.knowledge.answering import Answering
from bots.knowledge.bot import KnowledgeBot
from bots.rasa.bot import RasaBot
from bots.rasa.client import RasaClient
from bots.registry import Registry
from hub.core.bots import BotKind, BotOption
from hub.core.config import Knowledge
from hub.services.flows import Flows
from tests.fakes.flows import around
from tests.fakes.world import TENANT, World

HELLO = """
title: {en: Hello, zh: 你好}
languages: [en, zh]
start: bye
steps:
  bye: {kind: end, text: {en: Hello and goodbye, zh: 你好，再见}}
"""


class Place:
    """A tenant's bots, and the editors of its flows."""

    def __init__(self, world: World) -> None:
        services = world.bundle()
        self.flows = services.flows
        self.library = Library(TENANT, Flows(services.store, services.clock, services.ids))
        knowledge = KnowledgeBot(Answering(Knowledge()))
        rasa = RasaBot(RasaClient("http://127.0.0.1:9", "token", 1.0), knowledge, TENANT)
        self.bots = Registry(knowledge, rasa, others=[FlowBots(around(services, self.library))])

    async def publish(self, name: str, text: str = HELLO) -> None:
        flow = await self.flows.create(name, "eva", text=text, title={"en": "Hello"})
        await self.flows.publish(name, "eva", revision=flow.revision)

    async def names(self) -> list[str]:
        return [one.name for one in await self.bots.options()]


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    async with await World.open(tmp_path) as world:
        made = Place(world)
        stop = await made.library.start(world.database)
        yield made
        stop()


async def test_what_is_built_in_has_a_title_in_every_language(place: Place) -> None:
    assert await place.bots.options() == [
        BotOption(
            name="knowledge", kind=BotKind.KNOWLEDGE, title={"en": "Knowledge bot", "zh": "知识库机器人"}
        ),
        BotOption(name="rasa", kind=BotKind.RASA, title={"en": "Rasa", "zh": "Rasa"}),
    ]


async def test_flows_can_be_chosen_while_they_are_published(place: Place) -> None:
    await place.publish("second")
    await place.publish("first")
    await place.flows.create("draft", "eva", text=HELLO, title={})
    assert await place.names() == ["knowledge", "rasa", "flow:first", "flow:second"]
    await place.flows.withdraw("first", "eva")
    await place.flows.archive("second", "eva")
    assert await place.names() == ["knowledge", "rasa"]
    assert place.bots.get("flow:first") is not None  # it still ends what it began


async def test_a_flow_is_called_what_its_published_version_says(place: Place) -> None:
    await place.publish("hello")
    stored = await place.flows.get("hello")
    text = HELLO.replace("Hello,", "Not yet,")
    await place.flows.save("hello", "eva", rev=stored.rev, text=text, title={"en": "Not yet"})
    option = (await place.bots.options())[-1]
    assert option == BotOption(name="flow:hello", kind=BotKind.FLOW, title={"en": "Hello", "zh": "你好"})


async def test_a_flow_that_cannot_be_read_cannot_be_chosen(place: Place) -> None:
    await place.publish("broken", "title: {en: Broken}")
    assert await place.names() == ["knowledge", "rasa"]
