"""A company that can be called, and a node that is only what it says."""

import asyncio
import math
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import msgspec

from hub.core.models.contacts import Address, AddressKind, Channel, Contact, EntryPoint
from hub.core.models.conversations import Message
from hub.core.models.work import WorkItem, WorkState
from hub.services.bundle import Services
from tests.fakes.clock import settle
from tests.fakes.world import World
from voice.control.calling_back import CallingBack
from voice.control.calls import NodeCalls
from voice.control.ports import Messages, WaitingLine
from voice.orders import Orders, Place, Speak
from voice.reports import Answered, Cause, Ended, Heard, Nothing, Pressed, Reports, Ringing, Spoken

O = TypeVar("O", bound=Orders)  # noqa: E741
CALLER = "+442079460123"


async def can_be_called(world: World) -> None:
    """Give the company numbers: 100 a flow, 200 the knowledge bot, 300 people, 400 switched off."""
    await world.save(
        _line("100", bot="flow:reception"),
        _line("200", bot="knowledge", greeting={"en": "Good day.", "zh": "您好。"}),
        _line("300"),
        _line("400", active=False),
        _line("+442079460999", bot="knowledge"),
    )


def _line(number: str, **values: object) -> EntryPoint:
    base = EntryPoint(
        id=f"line-{number}", channel=Channel.VOICE, key=number, name=number, queue="support", language="en"
    )
    return msgspec.structs.replace(base, **values)


class FakeNode:
    """What a node reports, and what it is ordered."""

    def __init__(
        self,
        world: World,
        services: Services,
        name: str = "n1",
        line: WaitingLine | None = None,
        messages: Messages | None = None,
    ) -> None:
        self.world = world
        self.orders: list[Orders] = []
        self.calls = NodeCalls(services, name, self.orders.append, line, messages)
        self._services = services
        self._number = 0

    def number(self) -> int:
        self._number += 1
        return self._number

    def ringing(self, call: str = "c1", called: str = "sip:200@hub", caller: str = CALLER) -> Ringing:
        at = self.world.clock.now()
        return Ringing(number=self.number(), call=call, at=at, caller=f"sip:{caller}@net", called=called)

    def answered(self, call: str = "c1") -> Answered:
        return Answered(number=self.number(), call=call, at=self.world.clock.now())

    def heard(self, text: str, call: str = "c1", confidence: float = 0.9) -> Heard:
        at = self.world.clock.now()
        return Heard(number=self.number(), call=call, at=at, text=text, language="en", confidence=confidence)

    def pressed(self, keys: str, call: str = "c1") -> Pressed:
        return Pressed(number=self.number(), call=call, at=self.world.clock.now(), keys=keys)

    def nothing(self, *, understood: bool, call: str = "c1") -> Nothing:
        at = self.world.clock.now()
        return Nothing(number=self.number(), call=call, at=at, understood=understood)

    def spoken(self, order: str, text: str, call: str = "c1", *, complete: bool = True) -> Spoken:
        at = self.world.clock.now()
        return Spoken(number=self.number(), call=call, at=at, order=order, text=text, complete=complete)

    def ended(self, call: str = "c1", cause: Cause = Cause.NORMAL) -> Ended:
        return Ended(number=self.number(), call=call, at=self.world.clock.now(), cause=cause)

    async def reports(self, *reports: Reports) -> None:
        for report in reports:
            await self.calls.take(report)

    def ordered(self, kind: type[O]) -> list[O]:
        return [order for order in self.orders if isinstance(order, kind)]

    def said(self, call: str = "c1") -> list[str]:
        """What was ordered to be said, in order."""
        return [order.text for order in self.ordered(Speak) if order.call == call]

    @asynccontextmanager
    async def followed(self) -> AsyncIterator[None]:
        """Hear of changes and attend to callers, as the link has it, inside the block."""
        end = self.world.database.subscribe(self.calls.hear)
        async with asyncio.TaskGroup() as tasks:
            running = tasks.create_task(self.calls.run())
            yield
            running.cancel()
        end()

    @asynccontextmanager
    async def calling_back(self) -> AsyncIterator[None]:
        """Be followed, and call the customers of the call-backs that are accepted inside the block."""
        async with self.followed(), asyncio.TaskGroup() as tasks:
            back = CallingBack(self._services, lambda: [self.calls])
            running = tasks.create_task(back.run(self.world.database))
            yield
            running.cancel()

    async def call_back_accepted(self, item: WorkItem) -> Place:
        """Ann accepts a call-back; return the order to call the customer."""
        before = len(self.ordered(Place))
        offer = await self.world.offer(await self.world.item(item))
        await self.world.work.accept(offer.id, "ann")
        await until(lambda: len(self.ordered(Place)) > before)
        return self.ordered(Place)[-1]

    async def until_said(self, text: str, call: str = "c1", within: int = 100) -> str:
        """Let time pass until something with this text in it was ordered to be said; return all of it."""
        for _ in range(within):
            found = [one for one in self.said(call) if text in one]
            if found:
                return found[-1]
            await passes(self.world, 1)
        raise AssertionError(f"{text!r} is not in {self.said(call)}.")


async def until(condition: Callable[[], bool]) -> None:
    """Let everything run, the store's thread too, until the condition holds."""
    async with asyncio.timeout(40):
        while not condition():
            await settle(1)


async def until_state(world: World, item: WorkItem, state: WorkState) -> WorkItem:
    """Let everything run, but no time pass, until an item has this state."""
    async with asyncio.timeout(40):
        while (found := await world.item(item)).state is not state:
            await settle()
    return found


async def passes(world: World, seconds: float) -> None:
    """Let time pass as it does outside: what is due at each moment has the store's time to be done."""
    for _ in range(math.ceil(seconds)):
        for _ in range(3):
            await world.caught_up()
            await settle(5)
        await world.clock.advance(1)
    await world.caught_up()


async def texts(world: World) -> list[str]:
    """All messages' texts, in order; notices have none."""
    return [one.text for one in await world.store.find(Message, order="id") if one.text]


async def block(world: World, number: str = CALLER) -> None:
    """Block a caller who is known."""
    (address,) = await world.store.find(Address, {"kind": AddressKind.PHONE, "value": number})
    contact = await world.store.get(Contact, address.contact)
    await world.save(msgspec.structs.replace(contact, blocked=True))
