"""The node's and the hub's end of the link over a real socket, with the hub killed and back in between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import generate_latest

from hub.core.clock import SystemClock
from hub.core.free_port import free_port
from hub.core.models.calls import Call, CallState
from hub.core.models.conversations import Interaction, InteractionState
from tests.fakes.clock import settle
from tests.fakes.voice_world import CALLER, can_be_called, texts
from tests.fakes.world import World
from voice.control.link import MOST_ORDERS, PATH, VoiceLink
from voice.messages import Family, Figures, Sample
from voice.node.link import MOST_KEPT, HubLink
from voice.orders import Answer, HangUp, Orders, Speak, Wait
from voice.reports import Answered, Cause, Ended, Heard, Report, Ringing

TOKEN = "the voice token"
WITHIN = 60.0


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as opened:
        await can_be_called(opened)
        yield opened


class Hub:
    """The hub's end, which can be killed and started again."""

    def __init__(self, world: World, most_orders: int = MOST_ORDERS) -> None:
        self._world = world
        self._most_orders = most_orders
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._runner: web.AppRunner | None = None
        self.link: VoiceLink | None = None
        self.sockets: list[web.Request] = []

    async def start(self) -> None:
        self.link = VoiceLink(
            self._world.bundle(), self._world.database, TOKEN, most_orders=self._most_orders
        )
        app = web.Application(middlewares=[self._note])
        self.link.add_routes(app)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port).start()

    @web.middleware
    async def _note(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        self.sockets.append(request)
        return await handler(request)

    async def kill(self) -> None:
        """Break off, as a crash does: no farewell, and nothing more is done."""
        for request in self.sockets:
            if request.transport:
                request.transport.abort()
        self.sockets.clear()
        if self._runner:
            await self._runner.cleanup()
        self._runner = None


class Node:
    """The node's end: it carries out no orders, but keeps them."""

    def __init__(self, url: str, most_kept: int = MOST_KEPT) -> None:
        self.calls: list[str] = []
        self.orders: list[Orders] = []
        self.changed = asyncio.Event()
        address = f"{url}{PATH}".replace("http", "ws", 1)
        self.link = HubLink(
            address, TOKEN, "n1", SystemClock(), lambda: self.calls, self._order, 1000, most_kept
        )

    async def _order(self, order: Orders) -> None:
        self.orders.append(order)
        self.changed.set()

    def report(self, *reports: Report) -> None:
        for report in reports:
            self.link.report(report)

    async def until(self, kind: type[Orders], number: int = 1) -> list[Orders]:
        async with asyncio.timeout(WITHIN):
            while len(found := [one for one in self.orders if isinstance(one, kind)]) < number:
                self.changed.clear()
                await self.changed.wait()
        return found


@asynccontextmanager
async def connected(world: World, most_orders: int = MOST_ORDERS) -> AsyncIterator[tuple[Hub, Node]]:
    hub = Hub(world, most_orders)
    await hub.start()
    node = Node(hub.url)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(node.link.run())
        yield hub, node
        running.cancel()
    await hub.kill()


async def until_over(world: World) -> None:
    """Wait until the hub has noted the end of the call."""
    noted = asyncio.Event()
    end = world.database.subscribe(lambda _: noted.set())
    async with asyncio.timeout(WITHIN):
        while not await world.store.find(Call, {"state": CallState.ENDED}):
            noted.clear()
            await noted.wait()
    end()


def ringing(world: World, call: str = "c1", called: str = "200") -> Ringing:
    return Ringing(call=call, at=world.clock.now(), caller=f"sip:{CALLER}@net", called=f"sip:{called}@hub")


def heard(world: World, text: str, call: str = "c1") -> Heard:
    return Heard(call=call, at=world.clock.now(), text=text, language="en", confidence=0.9)


def ended(world: World, call: str = "c1") -> Ended:
    return Ended(call=call, at=world.clock.now(), cause=Cause.NORMAL)


async def test_a_call_over_the_link(world: World) -> None:
    async with connected(world) as (_, node):
        node.calls = ["c1"]
        node.report(ringing(world))
        assert isinstance((await node.until(Answer))[0], Answer)
        node.report(Answered(call="c1", at=world.clock.now()))
        (greeting,) = await node.until(Speak)
        assert isinstance(greeting, Speak)
        assert greeting.text == "Good day."
        node.report(heard(world, "hello"), ended(world))
        await until_over(world)
    assert await texts(world) == ["hello"]


async def test_the_hub_is_killed_and_back_and_no_report_is_lost_or_doubled(world: World) -> None:
    async with connected(world) as (hub, node):
        node.calls = ["c1"]
        node.report(ringing(world))
        await node.until(Answer)
        said = [f"sentence {number}" for number in range(40)]
        for number, text in enumerate(said):
            if number == 10:
                await hub.kill()  # with reports on their way
            node.report(heard(world, text))
            await settle(1)
            if number == 20:
                await hub.start()
            if number == 30:
                await hub.kill()
        node.calls = []
        node.report(ended(world))  # the call ends while the hub is away
        await hub.start()
        await until_over(world)
    assert await texts(world) == said
    (call,) = await world.store.find(Call)
    assert call.cause == "normal"
    assert (await world.store.get(Interaction, call.interaction)).state is InteractionState.ENDED


async def test_of_a_hub_that_is_away_for_long_the_newest_reports_are_kept(world: World) -> None:
    hub = Hub(world)
    node = Node(hub.url, most_kept=3)
    for call in ("c0", "c1"):
        node.report(ringing(world, call), heard(world, f"I am {call}", call), ended(world, call))
    assert node.link.waiting == 3
    await hub.start()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(node.link.run())
        await until_over(world)
        running.cancel()
    await hub.kill()
    assert await texts(world) == ["I am c1"]


async def test_a_node_that_takes_no_orders_has_to_come_again(world: World) -> None:
    async with connected(world, most_orders=10) as (hub, node):
        node.calls = ["c1"]
        node.report(ringing(world))
        await node.until(Answer)
        assert hub.link
        (calls,) = hub.link.nodes
        for number in range(11):  # at once, so that none of them can be taken
            calls.command(Wait(id=f"w{number}", call="c1", music=True))
        node.report(Answered(call="c1", at=world.clock.now()))
        await node.until(Speak)
        assert len(hub.sockets) == 2
        assert not [one for one in node.orders if isinstance(one, Wait)]


async def test_what_was_to_be_said_while_the_hub_was_away_is_said(world: World) -> None:
    async with connected(world) as (hub, node):
        node.calls = ["c1"]
        node.report(ringing(world, called="300"))
        await node.until(Answer)
        (call,) = await world.store.find(Call)
        await hub.kill()
        await world.conversations.end_interaction(call.interaction, by="ann")
        await hub.start()
        (bye,) = await node.until(HangUp)
        assert bye.call == "c1"


async def test_a_nodes_figures_are_shown_while_it_is_there(world: World) -> None:
    async with connected(world) as (hub, node):
        node.calls = ["c1"]
        sample = Sample(name="switchboard_voice_legs", value=7)
        node.link.show(Figures(families=[Family(name=sample.name, help="-", kind="gauge", samples=[sample])]))
        node.report(ringing(world))
        await node.until(Answer)
        node.report(ended(world))  # follows the figures
        await until_over(world)
        assert 'switchboard_voice_legs{node="n1"} 7.0' in generate_latest().decode()
        await hub.kill()
        assert "switchboard_voice_nodes" not in generate_latest().decode()
        await hub.start()


async def test_a_stranger_is_sent_away(world: World) -> None:
    async with connected(world) as (hub, _), aiohttp.ClientSession() as client:
        for headers in ({}, {"Authorization": "Bearer wrong"}):
            async with client.get(f"{hub.url}{PATH}", headers=headers) as answer:
                assert answer.status == 401


async def test_who_does_not_say_hello_is_sent_away(world: World) -> None:
    async with connected(world) as (hub, _), aiohttp.ClientSession() as client:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        for text in (
            '{"type":"answered","call":"c1","at":"2026-11-23T09:00:00Z"}',
            "garbage",
            '{"type":"no"}',
        ):
            async with client.ws_connect(f"{hub.url}{PATH}", headers=headers) as socket:
                await socket.send_str(text)
                closed = await socket.receive(timeout=WITHIN)
                assert closed.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED}
