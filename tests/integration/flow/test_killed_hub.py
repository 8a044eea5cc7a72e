"""The hub as a process, killed while a flow's request is on its way to a real server."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from hub.core.batch import Batch
from hub.core.clock import SystemClock
from hub.core.ids import ulid_source
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.work import Queue
from hub.maintenance import TENANT
from hub.services.flows import Flows
from hub.store.sqlite import SqliteDatabase
from tests.e2e.clients import ChatCustomer
from tests.e2e.hub_process import HubProcess
from tests.unit.flow.test_requests import FLOW

pytestmark = pytest.mark.xdist_group("databases")


class Shop:
    """Takes orders; of each customer's first it never says what became of it."""

    def __init__(self) -> None:
        self.keys: dict[str, list[str | None]] = {"once": [], "again": []}
        self.came = {how: asyncio.Event() for how in self.keys}

    async def order(self, request: web.Request) -> web.Response:
        how = request.match_info["how"]
        self.keys[how].append(request.headers.get("Idempotency-Key"))
        if len(self.keys[how]) == 1:
            self.came[how].set()
            await asyncio.Event().wait()
        return web.json_response({"number": "N42"})


@pytest.fixture
async def shop() -> AsyncIterator[tuple[Shop, str]]:
    shop = Shop()
    app = web.Application()
    app.router.add_post("/{how}", shop.order)
    server = TestServer(app, host="127.0.0.1")
    await server.start_server()
    yield shop, str(server.make_url("/"))
    await server.close()


async def test_a_request_on_its_way(tmp_path: Path, shop: tuple[Shop, str]) -> None:
    """It is sent again where the flow says that it may be, with the same key; else a person takes over."""
    server, url = shop
    flow = FLOW.replace("https://shop.example/orders", f"{url}HOW")
    again = flow.replace("METHOD", "POST\n    idempotent: true").replace("HOW", "again")
    await found(tmp_path / "data", once=flow.replace("METHOD", "POST").replace("HOW", "once"), again=again)
    hub = await HubProcess(tmp_path, demo=False, env={"SWITCHBOARD_FLOWS_ALLOW_PRIVATE": "true"}).start()
    try:
        async with aiohttp.ClientSession() as http, asyncio.TaskGroup() as group:
            customers = [ChatCustomer(http, hub.url, key=how, name=how) for how in server.keys]
            online = [group.create_task(one.run()) for one in customers]
            for customer in customers:
                await customer.send("hello")
                await customer.until("the question", lambda one: "What?" in shown(one))
                await customer.send("a lamp")
                await asyncio.wait_for(server.came[customer.name].wait(), 60)
            await hub.kill()
            await hub.start()
            for customer, told in zip(customers, ("getting a person", "Number N42."), strict=True):
                await customer.until(told, lambda one, told=told: told in shown(one))
            for task in online:
                task.cancel()
    finally:
        await hub.stop()
    assert [len(keys) for keys in server.keys.values()] == [1, 2]
    assert len({key for keys in server.keys.values() for key in keys}) == 2


def shown(customer: ChatCustomer) -> str:
    return "\n".join(str(message["html"]) for message in customer.view)


async def found(folder: Path, **texts: str) -> None:
    """Set up a company with a chat for each flow."""
    database = await SqliteDatabase.open(folder, SystemClock())
    store = database.tenant(TENANT)
    flows = Flows(store, SystemClock(), ulid_source(SystemClock()))
    batch = Batch(at=SystemClock().now())
    batch.save(Queue(id="support", name="Support"))
    for name, text in texts.items():
        bot = f"flow:{name}"
        batch.save(EntryPoint(id=name, channel=Channel.CHAT, key=name, name=name, queue="support", bot=bot))
        await flows.create(name, "eva", text=text, title={"en": name, "zh": name})
        await flows.publish(name, "eva", revision=1)
    await store.commit(batch)
    await database.close()
