"""Calls of customers' browsers in the hub: a node is asked to take them, and says what became of it."""

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace

from hub.core.errors import Conflict, HubError, NotAllowed, TooMany
from hub.core.models.calls import Call, CallState
from hub.core.models.contacts import Address, AddressKind, Contact
from hub.core.models.conversations import Conversation, Interaction, InteractionState
from hub.services.calls import Incoming
from tests.fakes.clock import settle
from tests.fakes.voice_world import FakeNode
from tests.fakes.world import World
from voice.orders import Answer, HangUp, Take
from voice.reports import Cause, Joined

WHO = Incoming(
    id="c1",
    node="",
    entry_point="line-200",
    number="",
    remote="",
    called="200",
    kind=AddressKind.VISITOR,
    address="v1",
    language="zh-CN",
)


class Caller:
    """A browser that calls: `result` is the answer to its offer, or what went wrong."""

    def __init__(self, node: FakeNode) -> None:
        self.node = node
        self.result: Any = None

    async def run(self, incoming: Incoming = WHO) -> None:
        try:
            self.result = await self.node.calls.begin(incoming, "the offer")
        except HubError as error:
            self.result = error

    async def joins(self, **values: Any) -> None:
        """The node answers the last order."""
        order = self.node.ordered(Take)[-1]
        at, number = self.node.world.clock.now(), self.node.number()
        await self.node.reports(
            Joined(number=number, call=order.call, at=at, order=order.id, party="", **values)
        )

    async def rings(self, call: str = "c1") -> None:
        """The node says that the call came in, with its own id in place of a number."""
        await self.node.reports(replace(self.node.ringing(call, called="200"), caller=call))


async def test_a_browser_is_let_in_and_its_call_is_the_visitors(world: World, node: FakeNode) -> None:
    caller = Caller(node)
    async with asyncio.TaskGroup() as tasks:
        calling = tasks.create_task(caller.run())
        await settle()
        (order,) = node.ordered(Take)
        assert (order.call, order.offer, order.called, order.language) == ("c1", "the offer", "200", "zh-CN")
        await caller.joins(answer="the answer")
        await settle()
        assert not calling.done()  # only once the call is stored
        await caller.rings()
    assert caller.result == "the answer"
    call = await world.store.get(Call, "c1")
    conversation = await world.store.get(Conversation, call.conversation)
    (address,) = await world.store.find(Address, {"kind": AddressKind.VISITOR, "value": "v1"})
    assert (conversation.contact, conversation.language, call.node) == (address.contact, "zh", "n1")
    assert [one.language for one in node.ordered(Answer)] == ["zh"]
    await node.reports(node.answered(), node.heard("你好"))
    assert (await world.store.get(Conversation, call.conversation)).last_text == "你好"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"error": "All lines are busy.", "cause": Cause.BUSY}, TooMany),
        ({"error": "The browser's offer cannot be read."}, Conflict),
    ],
)
async def test_a_node_that_does_not_take_it_says_why(
    world: World, node: FakeNode, values: dict[str, Any], expected: type[HubError]
) -> None:
    caller = Caller(node)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(caller.run())
        await settle()
        await caller.joins(**values)
    assert type(caller.result) is expected
    assert await world.store.find(Call) == []


async def test_a_blocked_customer_is_refused(world: World, node: FakeNode) -> None:
    contact = Contact(id="k1", blocked=True, created_at=world.clock.now())
    await world.save(contact, Address(id="a1", kind=AddressKind.VISITOR, value="v1", contact="k1"))
    caller = Caller(node)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(caller.run())
        await settle()
        await caller.joins(answer="the answer")
        await caller.rings()
    assert isinstance(caller.result, NotAllowed)
    assert node.calls.number == 0


async def test_a_browsers_call_that_nobody_waits_for_is_hung_up(world: World, node: FakeNode) -> None:
    await Caller(node).rings("c9")
    assert [order.call for order in node.ordered(HangUp)] == ["c9"]
    assert await world.store.find(Call) == []


async def test_a_page_that_goes_while_it_calls_is_hung_up(node: FakeNode) -> None:
    caller = Caller(node)
    async with asyncio.TaskGroup() as tasks:
        calling = tasks.create_task(caller.run())
        await settle()
        calling.cancel()
    assert [order.call for order in node.ordered(HangUp)] == ["c1"]


async def test_a_call_that_its_page_left_is_over_at_once(world: World, node: FakeNode) -> None:
    caller = Caller(node)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(caller.run())
        await settle()
        await caller.joins(answer="the answer")
        await caller.rings()
    assert node.calls.has("c1")
    await node.calls.drop("c1")
    call = await world.store.get(Call, "c1")
    assert (call.state, node.calls.has("c1")) == (CallState.ENDED, False)
    assert (await world.store.get(Interaction, call.interaction)).state is InteractionState.ENDED
    await node.reports(node.ended())  # the node's own word comes late
    assert [order.call for order in node.ordered(HangUp)][:1] == ["c1"]
