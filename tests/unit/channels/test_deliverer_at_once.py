"""Many messages at once: who waits for whom, how many are on their way, and what stopping leaves."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from channels.base import Handed, Post
from channels.deliverer import AT_ONCE, STOP_WITHIN, Deliverer
from hub.core.errors import Unavailable
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.conversations import Delivery
from hub.core.models.delivery import Dispatch, DispatchState
from hub.core.models.sms import SmsRoute
from hub.services.delivery import Deliveries
from tests.fakes.clock import settle
from tests.fakes.mail import bot_author
from tests.fakes.operator import NUMBER, Operator, answer, heard, owned, state
from tests.fakes.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as world:
        await world.save(
            EntryPoint(id="text", channel=Channel.SMS, key="+49301", name="SMS", queue="support"),
            SmsRoute(id="route", entry_point="text", number="+49301"),
        )
        yield world


@pytest.fixture
def operator() -> Operator:
    return Operator()


@pytest.fixture
def out(world: World, operator: Operator) -> Deliverer:
    return Deliverer(world.store, world.deliveries, world.clock, "text", operator)


class Slow(Operator):
    """An operator that takes a message and lets its answer wait."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = asyncio.Event()
        self.answers = asyncio.Event()

    async def send(self, post: Post) -> Handed:
        self.asked.set()
        await self.answers.wait()
        return await super().send(post)


async def test_what_is_being_sent_when_the_hub_stops_still_gets_its_answer(world: World) -> None:
    operator = Slow()
    message = await answer(world, await owned(world))
    out = Deliverer(world.store, world.deliveries, world.clock, "text", operator)
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(out.serve("text", world.database))
        await operator.asked.wait()
        serving.cancel()
        await settle()
        operator.answers.set()
    assert serving.cancelled()
    assert operator.got == ["On its way."]
    assert await state(world, message) == (DispatchState.SENT, Delivery.SENT)


class Silent(Operator):
    """An operator that never answers for some numbers, and counts what is with it."""

    def __init__(self, silent: set[str]) -> None:
        super().__init__()
        self.silent = silent
        self.with_it = 0
        self.most = 0
        self.wanted = 1  # nobody gets an answer before so many were there at once
        self.crowded = asyncio.Event()
        self.sent = asyncio.Event()

    async def send(self, post: Post) -> Handed:
        self.with_it += 1
        self.most = max(self.most, self.with_it)
        if self.with_it == self.wanted:
            self.crowded.set()
        try:
            if post.dispatch.recipient in self.silent:
                await asyncio.Event().wait()
            await self.crowded.wait()
            handed = await super().send(post)
        finally:
            self.with_it -= 1
        self.sent.set()
        return handed


@asynccontextmanager
async def at_work(world: World, operator: Operator) -> AsyncIterator[None]:
    """The deliverer runs while the block does."""
    out = Deliverer(world.store, world.deliveries, world.clock, "text", operator)
    async with asyncio.TaskGroup() as group:
        serving = group.create_task(out.serve("text", world.database))
        try:
            yield
        finally:
            serving.cancel()
            await settle()
            await world.clock.advance(STOP_WITHIN)


async def test_a_silent_server_holds_up_only_what_waits_for_it(world: World) -> None:
    operator = Silent({NUMBER})
    stuck, other = await owned(world), await owned(world, "+4915100000001")
    late = await owned(world, "+4915100000002")
    async with at_work(world, operator):
        for text in ("never", "never either"):
            await answer(world, stuck, text)
        await answer(world, other, "at once")
        await operator.sent.wait()
        operator.sent.clear()
        await answer(world, late, "later, and at once")
        await operator.sent.wait()
        assert operator.with_it == 1
        assert operator.got == ["at once", "later, and at once"]


async def test_only_so_many_are_with_the_operator_at_a_time(world: World) -> None:
    operator = Silent(set())
    operator.wanted = AT_ONCE
    for number in range(AT_ONCE + 5):
        said = await heard(world, f"+49151000001{number:02}")
        id = world.ids()
        await world.outbox.reply(said.conversation.id, by=bot_author(), text="Hello", client_id=id)
    out = Deliverer(world.store, world.deliveries, world.clock, "text", operator)
    assert await out.step()
    assert (len(operator.got), operator.most) == (AT_ONCE + 5, AT_ONCE)


async def test_to_one_recipient_all_go_in_order(world: World, operator: Operator, out: Deliverer) -> None:
    item = await owned(world)
    texts = [str(number) for number in range(5)]
    for text in texts:
        await answer(world, item, text)
    assert await out.step()
    assert operator.got == texts


async def test_a_store_that_breaks_leaves_no_doubt_about_the_others(world: World) -> None:
    first, second = await owned(world), await owned(world, "+4915100000001")
    hurt = await answer(world, first, "again")
    message = await answer(world, second, "fine")

    class Breaks(Deliveries):
        broke = False

        async def take(self, dispatch: Dispatch) -> Dispatch:
            if dispatch.id == hurt.id and not self.broke:
                self.broke = True
                raise Unavailable("The disk is full.")
            return await super().take(dispatch)

    operator = Operator()
    out = Deliverer(world.store, Breaks(world.store, world.clock, world.ids), world.clock, "text", operator)
    with pytest.raises(Unavailable):
        await out.step()
    assert await state(world, message) == (DispatchState.SENT, Delivery.SENT)
    await out.step()
    assert sorted(operator.got) == ["again", "fine"]
