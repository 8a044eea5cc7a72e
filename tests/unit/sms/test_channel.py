"""The routes of a tenant follow their settings, and a bad one leaves the others alone."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import channels.sms.channel
from channels.sms.channel import SmsChannel
from channels.sms.runner import RouteRunner
from hub.core.models.checks import LinkState
from hub.core.models.contacts import Channel, EntryPoint
from hub.core.models.reasons import Reason
from hub.core.models.sms import SmsHttp, SmsRoute
from tests.fakes.clock import settle
from tests.fakes.world import World


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with await World.open(tmp_path) as world:
        for id in ("good", "bad"):
            http = SmsHttp(url="https://sms.example", account="A")
            await world.save(
                EntryPoint(id=id, channel=Channel.SMS, key=f"+4930{id}", name=id, queue="support"),
                SmsRoute(id=id, entry_point=id, number="+49301", http=http, secret="x"),
            )
        yield world


async def test_a_route_that_cannot_be_started_leaves_the_others_alone(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Fragile(RouteRunner):
        def __init__(self, services, database, route, client, callback):
            if route.id == "bad":
                raise ValueError("these settings")
            super().__init__(services, database, route, client, callback)

    monkeypatch.setattr(channels.sms.channel, "RouteRunner", Fragile)
    channel = SmsChannel(world.bundle(), world.database, "")
    async with asyncio.TaskGroup() as group:
        running = group.create_task(channel.run())
        while len(status := channel.status()) < 2:
            await settle()
        running.cancel()
    good, bad = sorted(status, key=lambda link: link.entry_point, reverse=True)
    assert (good.entry_point, good.reason) == ("good", None)
    assert (bad.state, bad.reason) == (LinkState.DOWN, Reason("bad_settings", detail="these settings"))
