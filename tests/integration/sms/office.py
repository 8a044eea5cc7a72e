"""A company with an SMS route, its channel running against message centres on loopback."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from channels.sms.channel import SmsChannel
from hub.core.clock import SystemClock
from hub.core.events import Change
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.conversations import Direction, Message
from hub.core.models.delivery import Dispatch, DispatchState
from hub.core.models.sms import Smsc as SmscSetting
from hub.core.models.sms import SmsRoute
from hub.core.models.work import Queue, WorkItem
from hub.core.records import Record
from hub.services.posting import Via
from hub.store.sqlite import SqliteDatabase
from tests.fakes.clock import FakeClock
from tests.fakes.smsc import Smsc
from tests.fakes.world import World, agent_author

NUMBER = "+4915112345678"
OURS = "+4930100"
ROUTE = "operator"
FASTER = 100


class HurriedClock(SystemClock):
    """Time that runs many times as fast, so that waiting for another try is short."""

    def __init__(self, faster: int) -> None:
        self._faster = faster
        self._start = super().now()
        self._begin = super().monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return (super().monotonic() - self._begin) * self._faster

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self._faster)


class Office:
    """What the tests do and look at."""

    def __init__(self, world: World, channel: SmsChannel) -> None:
        self.world = world
        self.channel = channel
        self._news = asyncio.Event()

    def hear(self, changes: list[Change]) -> None:
        self._news.set()

    async def until(self, holds: Callable[[], Any]) -> Any:
        """Return what `holds` returns once that is true, asking at every commit."""
        async with asyncio.timeout(60):
            while True:
                self._news.clear()
                if found := await holds():
                    return found
                with suppress(TimeoutError):  # not everything is a change in the store
                    async with asyncio.timeout(0.05):
                        await self._news.wait()

    async def inbound(self, count: int = 1) -> list[Message]:
        """Wait for so many SMS of customers; return their messages in order."""

        async def there() -> list[Message]:
            found = await self.messages(Direction.INBOUND)
            return found if len(found) >= count else []

        found: list[Message] = await self.until(there)
        return found

    async def messages(self, direction: Direction) -> list[Message]:
        all_of_them = await self.world.store.find(Message)
        return sorted((one for one in all_of_them if one.direction is direction), key=lambda one: one.seq)

    async def owned(self) -> WorkItem:
        """The customer's conversation in Ann's hands."""
        item = (await self.world.store.find(WorkItem))[0]
        offer = await self.world.offer(item)
        return await self.world.work.accept(offer.id, "ann")

    async def answer(self, item: WorkItem, text: str) -> Message:
        return await self.world.outbox.reply(
            item.conversation, by=agent_author(), text=text, client_id=self.world.ids()
        )

    async def write(self, text: str, to: str = NUMBER) -> Message:
        """Write to a number, in a conversation of its own."""
        said = await self.world.say("please text me", visitor=f"visitor-{to}")
        item = await self.world.store.peek(WorkItem, said.conversation.work_item or "")
        if item is None:
            item = await self.world.work.request_person(said.conversation.id, reason="asked", actor="test")
            offer = await self.world.offer(item)
            await self.world.work.accept(offer.id, "ann")
        return await self.world.outbox.reply(
            said.conversation.id,
            by=agent_author(),
            text=text,
            client_id=self.world.ids(),
            via=Via(entry_point="text", to=to),
        )

    async def state(self, message: Message, *wanted: DispatchState) -> Dispatch:
        """Wait until the message is in one of the states."""

        async def there() -> Dispatch | None:
            dispatch = await self.world.store.get(Dispatch, message.id)
            return dispatch if dispatch.state in wanted else None

        found: Dispatch = await self.until(there)
        return found

    async def bound(self, to: str = "") -> None:
        async def there() -> bool:
            return any(one.state == "up" and to in one.name for one in self.channel.status())

        await self.until(there)


def route(*centres: Smsc, **values: Any) -> SmsRoute:
    smscs = [SmscSetting(host="127.0.0.1", port=one.port, system_id="hub") for one in centres]
    values = {"secret": "pw", "per_second": 1000, **values}
    return SmsRoute(id=ROUTE, entry_point="text", number=OURS, smscs=smscs, **values)


@asynccontextmanager
async def world_at(folder: Path, *records: Record, faster: int = FASTER) -> AsyncIterator[World]:
    """The company, new with these records, or as it was left in the folder."""
    clock = HurriedClock(faster)
    world = World(await SqliteDatabase.open(folder, clock), cast(FakeClock, clock))
    async with world:
        if not await world.store.find(Queue):
            await world.found()
            entry = EntryPoint(id="text", channel=Channel.SMS, key=OURS, name="SMS", queue="support")
            await world.save(entry, *records)
        yield world


@asynccontextmanager
async def office(world: World) -> AsyncIterator[Office]:
    """Its SMS channel at work."""
    channel = SmsChannel(world.bundle(), world.database, "https://hub.example")
    found = Office(world, channel)
    end = world.database.subscribe(found.hear)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(channel.run())
        try:
            yield found
        finally:
            task.cancel()
            end()
