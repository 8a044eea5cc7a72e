"""Outgoing webhooks against a real receiver: signature, retries, death, re-sending, crashes."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from hub.core.errors import InvalidInput
from hub.core.models.integrations import AttemptState, Webhook, WebhookDelivery
from hub.services.settings import Settings
from hub.services.webhook_sender import HttpSender
from hub.services.webhooks import Webhooks
from tests.fakes.clock import settle
from tests.fakes.desk import Desk, open_desk

SECRET = "a secret for signing"


class Receiver:
    """A receiver that keeps what it gets and answers as told."""

    def __init__(self) -> None:
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        self.arrived = asyncio.Event()
        app = web.Application()
        app.router.add_post("/hook", self._take)
        app.router.add_get("/secret", self._take)
        self.server = TestServer(app)

    @property
    def url(self) -> str:
        return str(self.server.make_url("/hook"))

    async def _take(self, request: web.Request) -> web.Response:
        self.requests.append((dict(request.headers), await request.read()))
        self.arrived.set()
        if self.status == 302:
            raise web.HTTPFound("/secret")
        return web.Response(status=self.status)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tmp_path) as desk:
        yield desk


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    await receiver.server.start_server()
    yield receiver
    await receiver.server.close()


@asynccontextmanager
async def webhooks_of(desk: Desk, *, allow_private: bool = True) -> AsyncIterator[Webhooks]:
    """Webhooks that are stepped by hand, with no chance in their delays."""
    sender = HttpSender(desk.clock, allow_private=allow_private)
    webhooks = Webhooks(desk.store, desk.clock, desk.ids, sender=sender, jitter=lambda: 0.0)
    stop = desk.database.subscribe(webhooks._listen)
    yield webhooks
    stop()
    await sender.close()


async def listen_to(desk: Desk, url: str, *events: str) -> Webhook:
    hook = Webhook(id=desk.ids(), url=url, events=list(events), secret=SECRET, created_at=desk.clock.now())
    stored: Webhook = await desk.services.settings.put("webhooks", hook, "adm")
    return stored


async def deliveries(desk: Desk) -> list[WebhookDelivery]:
    return await desk.store.find(WebhookDelivery)


async def test_a_delivery_is_signed(desk: Desk, receiver: Receiver):
    async with webhooks_of(desk) as webhooks:
        await webhooks.collect()
        hook = await listen_to(desk, receiver.url, "message.added")
        said = await desk.say("Where is my chair?")
        await webhooks.collect()
        await webhooks.send_due()
    [(headers, body)] = receiver.requests
    [delivery] = await deliveries(desk)
    assert headers["X-Switchboard-Delivery"] == delivery.id
    assert headers["X-Switchboard-Event"] == "message.added"
    assert headers["Content-Type"] == "application/json"
    timestamp, _, code = headers["X-Switchboard-Signature"].removeprefix("t=").partition(",v1=")
    assert int(timestamp) == int(desk.clock.now().timestamp())
    signed = f"{timestamp}.".encode() + body
    assert code == hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    sent = json.loads(body)
    assert sent["subject"] == said.message.id
    assert sent["data"]["text"] == "Where is my chair?"
    assert "Vera" not in body.decode()
    assert (delivery.state, delivery.status, delivery.attempts) == (AttemptState.DELIVERED, 200, 1)
    assert delivery.webhook == hook.id


async def test_only_wanted_events_of_its_own_time_are_sent(desk: Desk, receiver: Receiver):
    async with webhooks_of(desk) as webhooks:
        await webhooks.collect()
        await desk.say("Before anybody listened")
        await listen_to(desk, receiver.url, "conversation.opened")
        await listen_to(desk, receiver.url)
        await desk.say("New", visitor="v2")
        while await webhooks.collect():
            pass
    kinds = sorted(delivery.event_kind for delivery in await deliveries(desk))
    opened = "conversation.opened"
    assert kinds == ["contact.changed", opened, opened, "message.added"]


async def test_failures_are_tried_again_with_the_same_id(desk: Desk, receiver: Receiver):
    receiver.status = 500
    async with webhooks_of(desk) as webhooks:
        await listen_to(desk, receiver.url, "message.added")
        await webhooks.collect()
        await desk.say()
        await webhooks.collect()
        await webhooks.send_due()
        [delivery] = await deliveries(desk)
        assert (delivery.state, delivery.status) == (AttemptState.PENDING, 500)
        assert delivery.error == "The answer was HTTP 500."
        assert await webhooks.send_due() == 5
        assert len(receiver.requests) == 1, "not before its time"
        desk.clock.set(5)
        await webhooks.send_due()
        assert await webhooks.send_due() == 30
        receiver.status = 204
        desk.clock.set(30)
        await webhooks.send_due()
    ids = {headers["X-Switchboard-Delivery"] for headers, _ in receiver.requests}
    bodies = {body for _, body in receiver.requests}
    assert (len(receiver.requests), len(ids), len(bodies)) == (3, 1, 1)
    assert (await deliveries(desk))[0].state is AttemptState.DELIVERED


async def test_after_a_day_a_delivery_is_dead_and_can_be_sent_again(desk: Desk, receiver: Receiver):
    receiver.status = 503
    adm = await desk.browser("adm")
    async with webhooks_of(desk) as webhooks:
        hook = await listen_to(desk, receiver.url, "message.added")
        await webhooks.collect()
        await desk.say()
        await webhooks.collect()
        start = desk.clock.monotonic()
        while (await deliveries(desk))[0].state is AttemptState.PENDING:
            desk.clock.set(await webhooks.send_due())
        hours = (desk.clock.monotonic() - start) / 3600
        assert 16 < hours <= 24
        tries = len(receiver.requests)
        assert 8 <= tries <= 20

        await adm.sign_in("adm")  # the old session has ended meanwhile
        status, page = await adm.get(f"/webhooks/{hook.id}/deliveries?state=dead")
        assert status == 200
        [dead] = page["items"]
        assert (dead["state"], dead["attempts"], dead["status"]) == ("dead", tries, 503)
        status, again = await adm.post(f"/webhook-deliveries/{dead['id']}/retry")
        assert (status, again["state"], again["id"]) == (200, "pending", dead["id"])
        status, body = await adm.post(f"/webhook-deliveries/{dead['id']}/retry")
        assert (status, body["code"]) == (409, "conflict")
        receiver.status = 200
        await webhooks.send_due()
        assert (await deliveries(desk))[0].state is AttemptState.DELIVERED
    assert (await adm.get("/webhooks/nothing/deliveries"))[0] == 404
    status, body = await adm.get(f"/webhooks/{hook.id}/deliveries?limit=many")
    assert (status, body["field"]) == (422, "limit")


async def test_gone_is_dead_at_once(desk: Desk, receiver: Receiver):
    receiver.status = 410
    async with webhooks_of(desk) as webhooks:
        await listen_to(desk, receiver.url, "message.added")
        await webhooks.collect()
        await desk.say()
        await webhooks.collect()
        await webhooks.send_due()
    assert (await deliveries(desk))[0].state is AttemptState.DEAD


async def test_redirects_are_not_followed(desk: Desk, receiver: Receiver):
    receiver.status = 302
    async with webhooks_of(desk) as webhooks:
        await listen_to(desk, receiver.url, "message.added")
        await webhooks.collect()
        await desk.say()
        await webhooks.collect()
        await webhooks.send_due()
    assert len(receiver.requests) == 1
    assert (await deliveries(desk))[0].status == 302


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:1/hook", "http://localhost:1/hook", "http://[::1]:1/", "http://169.254.169.254/"],
)
async def test_private_networks_get_nothing(desk: Desk, url: str):
    async with webhooks_of(desk, allow_private=False) as webhooks:
        await listen_to(desk, url, "message.added")  # the settings of this test allow it
        await webhooks.collect()
        await desk.say()
        await webhooks.collect()
        await webhooks.send_due()
    assert "private network" in (await deliveries(desk))[0].error


async def test_an_unreachable_receiver_is_a_failure(desk: Desk, receiver: Receiver):
    url = receiver.url
    await receiver.server.close()
    async with webhooks_of(desk) as webhooks:
        await listen_to(desk, url, "message.added")
        await webhooks.collect()
        await desk.say()
        await webhooks.collect()
        await webhooks.send_due()
    [delivery] = await deliveries(desk)
    assert (delivery.state, delivery.status) == (AttemptState.PENDING, None)
    assert delivery.error.startswith("The connection failed")


async def test_a_crash_between_event_and_collection_loses_nothing(desk: Desk, receiver: Receiver):
    async with webhooks_of(desk) as before:
        await before.collect()
        await listen_to(desk, receiver.url, "message.added")
        await before.collect()
        await desk.say("one")
        await before.collect()
        await desk.say("two")  # and the process dies
    async with webhooks_of(desk) as after:
        while await after.collect():
            pass
        assert await after.send_due() == 0
        assert not await after.collect()
    texts = sorted(json.loads(body)["data"]["text"] for _, body in receiver.requests)
    assert texts == ["one", "two"]


async def test_a_webhook_switched_off_ends_its_deliveries(desk: Desk, receiver: Receiver):
    async with webhooks_of(desk) as webhooks:
        hook = await listen_to(desk, receiver.url, "message.added")
        await webhooks.collect()
        await desk.say()
        await webhooks.collect()
        stored = await desk.services.settings.get("webhooks", hook.id)
        await desk.services.settings.delete("webhooks", stored.id, "adm")
        await webhooks.send_due()
    assert (await deliveries(desk))[0].state is AttemptState.DEAD
    assert receiver.requests == []


async def test_running_by_itself(desk: Desk, receiver: Receiver):
    webhooks = Webhooks(desk.store, desk.clock, desk.ids, allow_private=True)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(webhooks.run(desk.database))
        while not desk.clock.sleepers:
            await settle()
        await listen_to(desk, receiver.url, "message.added")
        await desk.say("Hello")
        async with asyncio.timeout(40):
            await receiver.arrived.wait()
        running.cancel()
    assert json.loads(receiver.requests[0][1])["data"]["text"] == "Hello"


async def test_private_addresses_are_refused_when_set_up(desk: Desk):
    settings = Settings(desk.store, desk.clock, desk.ids)
    for url in (
        "http://10.0.0.1/",
        "http://localhost/",
        "http://printer.local/",
        "http://[::ffff:127.0.0.1]/",
    ):
        hook: Any = Webhook(id="h", url=url, secret=SECRET, created_at=desk.clock.now())
        with pytest.raises(InvalidInput) as refused:
            await settings.put("webhooks", hook, "adm")
        assert refused.value.field == "url"


async def test_old_deliveries_are_forgotten_but_dead_ones_stay(desk: Desk, receiver: Receiver):
    async with webhooks_of(desk) as webhooks:
        await listen_to(desk, receiver.url, "message.added")
        await webhooks.collect()
        await desk.say("arrives")
        await webhooks.collect()
        await webhooks.send_due()
        receiver.status = 410
        await desk.say("dies")
        await webhooks.collect()
        await webhooks.send_due()
        await webhooks.prune()
        assert len(await deliveries(desk)) == 2
        desk.clock.set(8 * 24 * 3600)
        await webhooks.prune()
    assert [delivery.state for delivery in await deliveries(desk)] == [AttemptState.DEAD]
