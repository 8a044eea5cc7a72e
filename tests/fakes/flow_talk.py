"""A talk with a flow through the real runner, services and store; only HTTP and SQL are made up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bots.flow.bot import FlowBots
from bots.flow.edge import Databases, Lookups
from bots.flow.library import Library
from bots.flow.parse import parse
from bots.guards import Limits
from bots.registry import Registry
from bots.runner import Runner
from hub.core.bots import Bot
from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.conversations import AuthorKind, Conversation, Direction, Interaction, Message
from hub.core.models.data import FlowPlace
from hub.core.models.work import WorkItem
from hub.services.inbound import InboundMessage, Receipt
from tests.fakes.clock import settle
from tests.fakes.flows import FakeDatabases, FakeHttp, around
from tests.fakes.world import TENANT, World


class Talk:
    """One customer, one flow."""

    def __init__(
        self,
        world: World,
        *,
        knowledge: Bot | None = None,
        entry: str = "flows",
        databases: Databases | None = None,
        http: Lookups | None = None,
    ) -> None:
        self.world = world
        self.entry = entry
        self.services = world.bundle()
        self.library = Library(TENANT, self.services.flows)
        self.http, self.databases = FakeHttp(), FakeDatabases()
        self.around = around(
            self.services,
            self.library,
            http=http or self.http,
            databases=databases or self.databases,
            knowledge=knowledge,
        )
        self.last: Receipt | None = None
        self.choices: list[str] = []
        self._heard = 0

    def runner(self, limits: Limits | None = None) -> Runner:
        """A runner that knows the flows."""
        bots = Registry(others=[FlowBots(self.around)])
        return Runner(self.services, bots, self.world.clock, limits, actions=self.services.actions)

    async def publish(self, **texts: str) -> None:
        """Publish flows; underscores in names stand for dashes."""
        for name, text in texts.items():
            name = name.replace("_", "-")
            parsed = parse(text)
            assert parsed.flow, parsed.problems
            await self.services.flows.create(name, "eva", text=text, title=parsed.value["title"])
            await self.services.flows.publish(name, "eva", revision=1)

    async def serve(self, flow: str, channel: Channel = Channel.CHAT) -> None:
        """Let an entry point begin with the flow."""
        point = EntryPoint(
            id=self.entry, channel=channel, key=self.entry, name="Flows", queue="support", bot=f"flow:{flow}"
        )
        await self.world.save(point)

    async def say(self, text: str, *, visitor: str = "v1", language: str = "en") -> list[str]:
        """Say something; return what the bot says to it."""
        await self.receive(text, visitor=visitor, language=language)
        return await self.answers()

    async def receive(self, text: str, *, visitor: str = "v1", language: str = "en") -> Receipt:
        """Say something that nobody has answered yet."""
        self.last = await self.services.intake.receive(
            InboundMessage(
                entry_point=self.entry,
                address_kind=AddressKind.VISITOR,
                address=visitor,
                external_id=self.world.ids(),
                text=text,
                at=self.world.clock.now(),
                language=language,
            )
        )
        return self.last

    async def answers(self) -> list[str]:
        """Wait until the newest message had its turn; return what was said since."""
        assert self.last
        async with asyncio.timeout(40):
            while not await self._is_answered():
                await settle()
        said = await self.messages()
        new = [one for one in said if one.seq > self._heard]
        self._heard = max((one.seq for one in said), default=0)
        ours = [one for one in new if one.author.kind is AuthorKind.BOT]
        self.choices = [choice.label for choice in ours[-1].choices] if ours else []
        return [one.text for one in ours if one.direction is Direction.OUTBOUND]

    async def _is_answered(self) -> bool:
        assert self.last
        memory = (await self.interaction()).memory
        return memory is not None and memory.answered_seq >= self.last.message.seq and memory.entry is None

    async def messages(self) -> list[Message]:
        where = {"conversation": (await self.conversation()).id}
        return await self.world.store.find(Message, where, order="seq")

    async def conversation(self) -> Conversation:
        assert self.last
        return await self.world.store.get(Conversation, self.last.conversation.id)

    async def interaction(self) -> Interaction:
        assert self.last
        return await self.world.store.get(Interaction, self.last.interaction.id)

    async def place(self) -> FlowPlace | None:
        memory = (await self.interaction()).memory
        return memory.place if memory else None

    async def data(self) -> dict[str, Any]:
        return {field.name: field.value for field in (await self.conversation()).data}

    async def item(self) -> WorkItem | None:
        conversation = await self.conversation()
        return await self.world.store.peek(WorkItem, conversation.work_item or "")


@asynccontextmanager
async def talking(folder: Path, flow: str = "", **more: Any) -> AsyncIterator[Talk]:
    """A running hub's bots over a fresh store, and a customer at an entry point with this flow."""
    async with await World.open(folder) as world:
        talk = Talk(world, **more)
        stop_library = await talk.library.start(world.database)
        if flow:
            await talk.publish(main=flow)
            await talk.serve("main")
        runner = talk.runner()
        stop = runner.listen(world.database)
        async with asyncio.TaskGroup() as group:
            task = group.create_task(runner.run())
            try:
                yield talk
            finally:
                stop()
                stop_library()
                task.cancel()
