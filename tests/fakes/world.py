"""A small company in a temporary folder: the real store and services, a made-up clock."""

import os
from pathlib import Path
from types import TracebackType
from typing import Any

from hub.core.batch import Batch
from hub.core.config import Config
from hub.core.ids import ulid_source
from hub.core.models.contacts import AddressKind, Channel, EntryPoint
from hub.core.models.conversations import Author, AuthorKind, Conversation
from hub.core.models.staff import PresenceState, Role, Staff
from hub.core.models.work import Offer, Queue, Requirement, Skill, Step, WorkItem
from hub.core.ports import Store
from hub.core.records import Record
from hub.services.agents import Agents
from hub.services.bot_turns import BotTurns
from hub.services.bundle import Services, build_services
from hub.services.contacts import Contacts
from hub.services.conversations import Conversations
from hub.services.delivery import Deliveries
from hub.services.inbound import InboundMessage, Receipt
from hub.services.intake import Intake
from hub.services.outbox import Outbox
from hub.services.reporting import Reporting
from hub.services.work import Work
from hub.store.blobs import FileBlobs
from hub.store.sqlite import SqliteDatabase
from tests.fakes.clock import FakeClock

TENANT = "acme"


class World:
    """Services over a fresh database, with two agents, a queue, a skill and a chat entry point."""

    def __init__(self, database: SqliteDatabase, clock: FakeClock) -> None:
        self.database = database
        self.clock = clock
        self.ids = ulid_source(clock)
        self.store: Store = database.tenant(TENANT)
        parts = (self.store, self.clock, self.ids)
        self.intake = Intake(*parts)
        self.outbox = Outbox(*parts)
        self.deliveries = Deliveries(*parts)
        self.work = Work(*parts)
        self.bot_turns = BotTurns(*parts)
        self.agents = Agents(*parts)
        self.contacts = Contacts(*parts)
        self.conversations = Conversations(*parts)
        self.reporting = Reporting(*parts)

    @classmethod
    async def open(cls, folder: Path) -> "World":
        clock = FakeClock()
        world = cls(await SqliteDatabase.open(folder, clock), clock)
        await world.found()
        return world

    async def __aenter__(self) -> "World":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.database.close()

    def bundle(self) -> Services:
        """All services as channels get them; who stores a file with these fails."""
        return build_services(
            self.store, self.clock, self.ids, blobs=FileBlobs(Path(os.devnull)), config=Config()
        )

    async def caught_up(self) -> None:
        """Wait until the store has done what was asked of it so far, however busy the disk is."""
        await self.store.commit(Batch(at=self.clock.now()))
        await self.store.count(Staff)

    async def save(self, *records: Record) -> None:
        batch = Batch(at=self.clock.now())
        for record in records:
            batch.save(record)
        await self.store.commit(batch)

    async def say(self, text: str, *, visitor: str = "v1", id: str = "", **values: Any) -> Receipt:
        """A visitor writes in the chat."""
        return await self.intake.receive(
            InboundMessage(
                entry_point="shop",
                address_kind=AddressKind.VISITOR,
                address=visitor,
                external_id=id or self.ids(),
                text=text,
                at=self.clock.now(),
                **values,
            )
        )

    async def offer(self, item: WorkItem, agent: str = "ann") -> Offer:
        """Offer as the router does."""
        return await self.work.offer(item, agent, "longest_idle", [])

    async def owned(self, agent: str = "ann", visitor: str = "v1") -> WorkItem:
        """A chat in an agent's hands."""
        said = await self.say("I want a person", visitor=visitor)
        item = await self.work.request_person(said.conversation.id, reason="asked", actor="test")
        offer = await self.offer(item, agent)
        return await self.work.accept(offer.id, agent)

    async def conversation(self, item: WorkItem) -> Conversation:
        return await self.store.get(Conversation, item.conversation)

    async def item(self, item: WorkItem) -> WorkItem:
        return await self.store.get(WorkItem, item.id)

    async def found(self) -> None:
        """Hire and set up."""
        now = self.clock.now()
        await self.save(
            Skill(id="german", name="German"),
            Queue(id="support", name="Support"),
            Queue(id="sales", name="Sales", steps=[Step(skills=[Requirement(skill="german")])]),
            EntryPoint(
                id="shop", channel=Channel.CHAT, key="shop", name="Shop", queue="support", bot="knowledge"
            ),
            EntryPoint(id="direct", channel=Channel.CHAT, key="direct", name="Direct", queue="support"),
            Staff(id="ann", login="ann", name="Ann", skills={"german": 4}, created_at=now),
            Staff(id="bob", login="bob", name="Bob", created_at=now),
            Staff(id="sue", login="sue", name="Sue", roles=[Role.SUPERVISOR], created_at=now),
        )
        for agent in ("ann", "bob"):
            await self.agents.set_presence(agent, PresenceState.AVAILABLE)


def agent_author(agent: str = "ann") -> Author:
    """An agent as the author of a message."""
    return Author(kind=AuthorKind.AGENT, id=agent, name=agent.title())
