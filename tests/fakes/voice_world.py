"""A company that can be called, and a node that is only what it says."""

from typing import TypeVar

import msgspec

from hub.core.models.contacts import Address, AddressKind, Channel, Contact, EntryPoint
from hub.core.models.conversations import Message
from hub.services.bundle import Services
from tests.fakes.world import World
from voice.control.calls import NodeCalls
from voice.messages import Answered, Cause, Ended, Heard, Orders, Reports, Ringing

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

    def __init__(self, world: World, services: Services, name: str = "n1") -> None:
        self.world = world
        self.orders: list[Orders] = []
        self.calls = NodeCalls(services, name, self.orders.append)
        self._number = 0

    def number(self) -> int:
        self._number += 1
        return self._number

    def ringing(self, call: str = "c1", called: str = "sip:200@hub", caller: str = CALLER) -> Ringing:
        at = self.world.clock.now()
        return Ringing(number=self.number(), call=call, at=at, caller=f"sip:{caller}@net", called=called)

    def answered(self, call: str = "c1") -> Answered:
        return Answered(number=self.number(), call=call, at=self.world.clock.now())

    def heard(self, text: str, call: str = "c1") -> Heard:
        at = self.world.clock.now()
        return Heard(number=self.number(), call=call, at=at, text=text, language="en", confidence=0.9)

    def ended(self, call: str = "c1", cause: Cause = Cause.NORMAL) -> Ended:
        return Ended(number=self.number(), call=call, at=self.world.clock.now(), cause=cause)

    async def reports(self, *reports: Reports) -> None:
        for report in reports:
            await self.calls.take(report)

    def ordered(self, kind: type[O]) -> list[O]:
        return [order for order in self.orders if isinstance(order, kind)]


async def texts(world: World) -> list[str]:
    """All messages' texts, in order; notices have none."""
    return [one.text for one in await world.store.find(Message, order="id") if one.text]


async def block(world: World, number: str = CALLER) -> None:
    """Block a caller who is known."""
    (address,) = await world.store.find(Address, {"kind": AddressKind.PHONE, "value": number})
    contact = await world.store.get(Contact, address.contact)
    await world.save(msgspec.structs.replace(contact, blocked=True))
